package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.durable.PartFile;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One query's way through the engine: translated, judged, planned, run. Not for two threads, but
/// for [#cancel], which any thread may call.
final class QuerySession implements RunningQuery, AutoCloseable {
  private static final int MOST_LEVELS = 20_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DESCRIBE =
      Pattern.compile(
          "\\s*(?:DESCRIBE|DESC)\\s+(?=\\(|(?:SELECT|WITH|VALUES)\\b)", Pattern.CASE_INSENSITIVE);

  /// Words behind which the engine calls a function by another name.
  private static final Map<String, String> BEHIND =
      Map.of("zone", "timezone", "leading", "ltrim", "trailing", "rtrim");

  /// For plans, in which a macro is many levels deep; their depth is bounded by the statement's.
  private static final ObjectMapper PLANS =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MOST_LEVELS).build())
              .build());

  private final Connection connection;
  private final Macros macros;
  private final QueryEngine engine;
  private final QueryLimit limit;
  private final Set<String> columns = new TreeSet<>();

  QuerySession(Connection connection, Macros macros, QueryEngine engine) {
    this.connection = connection;
    this.macros = macros;
    this.engine = engine;
    this.limit = new QueryLimit(engine);
  }

  QueryLimit limit() {
    return limit;
  }

  QueryAnswer ask(String sql) {
    return inside(() -> begin(sql));
  }

  long export(String sql, Path file) {
    return inside(() -> write(sql, file));
  }

  private <T> T inside(Supplier<T> work) {
    limit.enter();
    try {
      return DeepStack.call(work);
    } finally {
      limit.leave();
    }
  }

  private QueryAnswer begin(String sql) {
    Prepared prepared = prepare(sql);
    String text = prepared.explain() + prepared.sql().text();
    EngineText given = new EngineText(prepared.sql(), prepared.explain().length(), columns);
    try {
      Statement statement = limit.watched(connection.createStatement());
      return new QueryAnswer(
          new EngineRows(this, statement.executeQuery(text), given, prepared.unnamed()));
    } catch (SQLException e) {
      throw failure(e, given, text);
    }
  }

  private long write(String sql, Path file) {
    Prepared prepared = prepare(sql);
    Path folder = engine.settings().scratch().folder();
    Path scratch = folder.resolve("result-" + UUID.randomUUID() + ".parquet");
    refuseAddresses(prepared);
    String before = "COPY (";
    String text =
        before
            + prepared.sql().text()
            + ") TO "
            + TableView.quoted(scratch.toAbsolutePath().toString())
            + " (FORMAT parquet, COMPRESSION zstd)";
    try {
      Files.createDirectories(folder);
      try (Statement statement = limit.watched(connection.createStatement())) {
        long rows = statement.executeLargeUpdate(text);
        moveInto(scratch, file);
        return rows;
      }
    } catch (SQLException e) {
      throw told(e, new EngineText(prepared.sql(), before.length(), columns));
    } catch (IOException e) {
      throw QueryErrors.unwritable(file, e);
    } finally {
      deleteIfLeft(scratch);
    }
  }

  /// A file has no type for addresses: they would become numbers in it.
  private void refuseAddresses(Prepared prepared) {
    String text = "DESCRIBE " + prepared.sql().text();
    try (Statement statement = limit.watched(connection.createStatement());
        ResultSet columns = statement.executeQuery(text)) {
      while (columns.next()) {
        if (columns.getString(2).contains("UHUGEINT")) {
          throw new TrailhouseException(
              Code.QUERY_INVALID,
              "a Parquet file has no type for IP addresses",
              "the column " + columns.getString(1),
              "Write CAST(.. AS VARCHAR) around the address");
        }
      }
    } catch (SQLException e) {
      // The statement itself will tell what is wrong with it.
    }
  }

  private static void moveInto(Path scratch, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path beside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      Files.move(scratch, beside);
      PartFile.place(beside, target);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void deleteIfLeft(Path scratch) {
    try {
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      // The scratch folder is emptied again at the next start.
    }
  }

  /// A statement that may run, with the views that it reads.
  private record Prepared(RewrittenSql sql, String explain, Set<Integer> unnamed) {}

  private Prepared prepare(String sql) {
    StatementBounds.check(sql);
    Explained explained = Explained.of(sql);
    RewrittenSql rewritten = LakeDialect.translate(explained.statement());
    try {
      JsonNode select = parse(rewritten);
      new StatementGate(rewritten).check(select);
      macros.make(connection, rewritten.text());
      String lower = rewritten.text().toLowerCase(Locale.ROOT);
      for (Map.Entry<String, String> each : BEHIND.entrySet()) {
        if (lower.contains(each.getKey())) {
          macros.define(connection, each.getValue());
        }
      }
      StatementTree tree = new StatementTree(select);
      RewrittenSql resolved =
          new OrderNames(new ConstantTimes(connection)).resolved(rewritten, select);
      views(tree, resolved);
      boolean explains = !explained.prefix().isEmpty();
      return new Prepared(resolved, explained.prefix(), explains ? Set.of() : tree.unnamed());
    } catch (SQLException e) {
      throw told(e, new EngineText(rewritten, 0, columns));
    }
  }

  private JsonNode parse(RewrittenSql sql) throws SQLException {
    try (PreparedStatement statement =
        limit.watched(connection.prepareStatement("SELECT json_serialize_sql(?::varchar)"))) {
      statement.setString(1, sql.text());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        JsonNode answer = JSON.readTree(row.getString(1));
        if (answer.path("error").asBoolean() || answer.path("statements").size() != 1) {
          throw QueryErrors.unparsed(answer, sql);
        }
        return answer.path("statements").get(0).path("node");
      }
    } catch (StreamConstraintsException e) {
      throw StatementBounds.tooDeep();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the engine's reading of a statement is not JSON", e);
    }
  }

  private void views(StatementTree tree, RewrittenSql sql) throws SQLException {
    boolean showsTables = tree.shows();
    Map<String, TableFiles.Plan> plans = new LinkedHashMap<>();
    Set<String> texts = Set.of();
    if (tree.reads("events") || showsTables) {
      EventRanges ranges = new RangeFinder(new ConstantTimes(connection)).find(tree.select());
      plans.put("events", engine.files().plan("events", ranges));
      texts = ranges.texts();
    }
    if (tree.reads("log_files") || showsTables) {
      plans.put("log_files", engine.files().plan("log_files", EventRanges.ALL));
    }
    if (tree.reads("findings") || tree.reads("finding_changes") || showsTables) {
      plans.put("finding_changes", engine.files().plan("findings", EventRanges.ALL));
    }
    for (Map.Entry<String, TableFiles.Plan> each : plans.entrySet()) {
      TableFiles.Plan plan = each.getValue();
      view(each.getKey(), new TableFiles.Plan(plan.schema(), List.of(), false), tree, Set.of());
    }
    checkTypes(described(sql));
    for (Map.Entry<String, TableFiles.Plan> each : plans.entrySet()) {
      if (!each.getValue().files().isEmpty()) {
        boolean events = each.getKey().equals("events");
        view(each.getKey(), each.getValue(), tree, events ? texts : Set.of());
      }
    }
  }

  /// What a DESCRIBE tells of; any other statement as it is.
  private static RewrittenSql described(RewrittenSql sql) {
    Matcher word = DESCRIBE.matcher(sql.text());
    return word.lookingAt() ? sql.spliced(0, word.end(), "") : sql;
  }

  /// Judges the plan over tables without files: with files the engine does not write it down.
  private void checkTypes(RewrittenSql sql) throws SQLException {
    try (PreparedStatement statement =
        limit.watched(
            connection.prepareStatement(
                "SELECT json_serialize_plan(?::varchar, optimize := false)"))) {
      statement.setString(1, sql.text());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        // the engine writes NaN in a way that is no JSON
        String plan = row.getString(1).replace("\"value\":NAN", "\"value\":null");
        new TypedPlan(sql).check(PLANS.readTree(plan));
      }
    } catch (JsonProcessingException e) {
      throw StatementBounds.tooDeep();
    }
  }

  private void view(String name, TableFiles.Plan plan, StatementTree tree, Set<String> texts)
      throws SQLException {
    List<String> more =
        name.equals("events") ? VirtualColumns.mentioned(tree, plan.schema()) : List.of();
    if (name.equals("events") && VirtualColumns.needRecord(tree)) {
      engine.needRecords(connection, plan.schema());
    }
    columns.addAll(NearNames.columns(plan.schema()));
    columns.addAll(VirtualColumns.names());
    for (String expression : more) {
      macros.make(connection, expression);
    }
    execute(TableView.create(name, plan, more, texts));
    if (name.equals("finding_changes")) {
      execute(TableView.newest("findings", "finding_changes", "id", "changed_at"));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = limit.watched(connection.createStatement())) {
      statement.execute(sql);
    }
  }

  /// What went wrong, also where the streaming driver has forgotten it: a failure before the first
  /// row is asked for again in a form that keeps its message.
  private TrailhouseException failure(SQLException failure, EngineText given, String text) {
    if (!QueryErrors.isForgotten(failure) || limit.reason() != null) {
      return told(failure, given);
    }
    String again = "CREATE TEMP TABLE th_failed AS ";
    try (Statement statement = limit.watched(connection.createStatement())) {
      statement.execute(again + text);
      return told(failure, given);
    } catch (SQLException e) {
      return told(e, new EngineText(given.sql(), given.by() + again.length(), columns));
    }
  }

  private TrailhouseException told(SQLException failure, EngineText given) {
    TrailhouseException problem = QueryErrors.of(failure, given, limit);
    if (QueryErrors.isFatal(failure)) {
      engine.reopen();
    }
    return problem;
  }

  @Override
  public void cancel() {
    limit.cancel();
  }

  @Override
  public void close() {
    limit.enter();
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing is held but memory, and the engine takes that back.
    } finally {
      limit.close();
    }
  }
}
