package io.trailhouse.lake.findings;

import io.trailhouse.finding.Finding;
import io.trailhouse.lake.catalog.FindingSchema;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.CommitInDoubt;
import io.trailhouse.lake.commit.CommitOutcome;
import io.trailhouse.lake.commit.RecordTable;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/// The table `findings`: each finding once, and what people made of it.
///
/// Rows are only added. A change of state is a new row of the same id with a later `changed_at`;
/// the newest row of an id counts. That a finding is there once holds for any number of writers, in
/// one process or several, because a commit takes effect only on the ids that its writer has seen.
///
/// The ids in the table cost 16 bytes of memory each. Safe for many threads.
public final class FindingTable {
  /// What has become of a finding.
  public enum State {
    NEW,
    ACKNOWLEDGED,
    CLOSED,
    /// It was found while a [Suppression] applied to it.
    SUPPRESSED;

    /// The word as the table has it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The state that a word names, in any case; null when it names none.
    public static @Nullable State named(String word) {
      for (State state : values()) {
        if (state.word().equals(word.toLowerCase(Locale.ROOT))) {
          return state;
        }
      }
      return null;
    }
  }

  /// What somebody says about findings.
  ///
  /// @param reason empty for none
  record Change(State state, String reason, String by, Instant at) {}

  /// A finding with what is known about it before it is stored.
  private record Candidate(Finding finding, Optional<Suppression> suppression) {}

  private static final Schema KNOWN = FindingSchema.SCHEMA.select("id");
  private static final int SHORTEST_PREFIX = 6;
  private static final int MOST_NAMED = 5;

  private final RecordTable rows;
  private final FindingIds ids = new FindingIds();

  /// @param table `findings`; nobody else may use this very object
  FindingTable(Table table) {
    this.rows = new RecordTable(table, KNOWN);
    readNew();
  }

  /// Opens the table of a lake, makes it when it is missing, and reads the ids in it.
  public static FindingTable open(Lake lake) {
    return new FindingTable(lake.findings());
  }

  private void readNew() {
    rows.readNew(row -> ids.add(String.valueOf(row.getField("id"))));
  }

  /// Whether a finding was in the table when this object last looked.
  public synchronized boolean knows(String id) {
    return ids.contains(id);
  }

  /// Stores in one commit the findings that are not there yet. One that a suppression covers is
  /// stored as suppressed, with the suppression's reason.
  ///
  /// Given the same findings again, after a crash for example, it leaves out what is there. Whoever
  /// tells people of what this answers and may die in between gives them to the place from which
  /// people are told first, and to this table then: [#knows] says which are new.
  ///
  /// @param suppressed the suppression that covers a finding; asked once at most for each
  /// @return those that this call has stored and that are not suppressed, in their order
  /// @throws TrailhouseException with COMMIT_UNKNOWN when the catalog did not say whether the
  ///   commit took effect, with COMMIT_CONFLICT when others were faster again and again
  public synchronized List<Finding> append(
      List<Finding> found, Function<Finding, Optional<Suppression>> suppressed, Instant now) {
    readNew();
    Map<String, Candidate> candidates = new LinkedHashMap<>();
    for (Finding finding : found) {
      if (!ids.contains(finding.id()) && !candidates.containsKey(finding.id())) {
        candidates.put(finding.id(), new Candidate(finding, suppressed.apply(finding)));
      }
    }
    List<Record> stored =
        commit(() -> {
          candidates.keySet().removeIf(ids::contains);
          return candidates.values().stream()
              .map(each -> FindingRows.first(each.finding(), each.suppression(), now))
              .toList();
        });
    if (stored.isEmpty()) {
      return List.of();
    }
    candidates.keySet().forEach(ids::add);
    return candidates.values().stream()
        .filter(each -> each.suppression().isEmpty())
        .map(Candidate::finding)
        .toList();
  }

  /// Changes the state of findings in one commit. Those that are in this state for this reason
  /// already are left as they are.
  ///
  /// @param ids whole ids, see [#idOf]
  /// @param reason empty for none
  /// @param by who says so
  /// @return how many were changed
  /// @throws TrailhouseException with NOT_FOUND when an id is unknown; then nothing is changed
  public synchronized int change(
      Collection<String> ids, State state, String reason, String by, Instant now) {
    Set<String> wanted = new TreeSet<>(ids);
    Change change = new Change(state, reason, by, now);
    List<Record> changed =
        commit(() -> {
          requireKnown(wanted);
          return newest(wanted).values().stream()
              .filter(row -> !FindingRows.says(row, change))
              .map(row -> FindingRows.changed(row, change))
              .toList();
        });
    return changed.size();
  }

  private void requireKnown(Set<String> wanted) {
    List<String> unknown = wanted.stream().filter(id -> !ids.contains(id)).toList();
    if (!unknown.isEmpty()) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          unknown.size() == 1
              ? "there is no finding " + unknown.get(0)
              : "there are no findings " + named(unknown),
          "table findings",
          "Nothing was changed; the list of findings has those that there are");
    }
  }

  private static String named(Collection<String> all) {
    String first = String.join(", ", all.stream().limit(MOST_NAMED).toList());
    return all.size() > MOST_NAMED ? first + " and " + (all.size() - MOST_NAMED) + " more" : first;
  }

  /// The whole id that begins so.
  ///
  /// @param prefix at least 6 digits
  /// @throws TrailhouseException with NOT_FOUND when there is none, with WRONG_USE when several
  ///   begin so or the prefix is too short
  public synchronized String idOf(String prefix) {
    String start = prefix.strip().toLowerCase(Locale.ROOT);
    if (start.length() < SHORTEST_PREFIX) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "the beginning of a finding's id has at least " + SHORTEST_PREFIX + " digits",
          prefix,
          "Give more of the id");
    }
    Set<String> found = new TreeSet<>();
    scan(KNOWN, Expressions.startsWith("id", start), row -> found.add((String) row.getField("id")));
    if (found.isEmpty()) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "there is no finding " + prefix,
          "table findings",
          "The list of findings has those that there are");
    }
    if (found.size() > 1) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          found.size() + " findings begin with " + prefix,
          named(found),
          "Give more of the id");
    }
    return found.iterator().next();
  }

  /// The newest row of each of these ids.
  private Map<String, Record> newest(Set<String> wanted) {
    Map<String, Record> newest = new LinkedHashMap<>();
    if (!wanted.isEmpty()) {
      scan(
          FindingSchema.SCHEMA,
          Expressions.in("id", wanted.toArray()),
          row -> newest.merge(String.valueOf(row.getField("id")), row, FindingTable::later));
    }
    return newest;
  }

  private static Record later(Record one, Record other) {
    return FindingRows.changedAt(other).isAfter(FindingRows.changedAt(one)) ? other : one;
  }

  private void scan(Schema columns, Expression filter, Consumer<Record> reader) {
    rows.table().refresh();
    try (CloseableIterable<Record> all =
        IcebergGenerics.read(rows.table()).project(columns).where(filter).build()) {
      all.forEach(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds the rows that are right for what the table holds, worked out anew until nobody else was
  /// faster. Answers them.
  private List<Record> commit(Supplier<List<Record>> worked) {
    for (int attempt = 0; attempt < RecordTable.MOST_ATTEMPTS; attempt++) {
      readNew();
      Snapshot base = rows.table().currentSnapshot();
      List<Record> added = worked.get();
      String batch = UUID.randomUUID().toString();
      if (added.isEmpty() || hasTakenEffect(batch, rows.add(batch, base, added))) {
        return added;
      }
    }
    throw new TrailhouseException(
        Code.COMMIT_CONFLICT,
        "other writers were faster " + RecordTable.MOST_ATTEMPTS + " times in a row",
        rows.table().location(),
        "Do the same again: what was committed is recognised");
  }

  private boolean hasTakenEffect(String batch, CommitOutcome outcome) {
    if (outcome instanceof CommitOutcome.Unknown unknown) {
      return isThere(batch, unknown.cause());
    }
    return outcome instanceof CommitOutcome.Committed;
  }

  /// Looks for a commit whose outcome nobody has told.
  private boolean isThere(String batch, RuntimeException cause) {
    try {
      rows.table().refresh();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
      throw unknown(batch, cause);
    }
    if (CommitInDoubt.has(rows.table(), batch)) {
      return true;
    }
    if (cause instanceof CommitStateUnknownException) {
      throw unknown(batch, cause);
    }
    return false;
  }

  private TrailhouseException unknown(String batch, RuntimeException cause) {
    return new TrailhouseException(
        Code.COMMIT_UNKNOWN,
        "the catalog did not say whether findings were stored",
        rows.table().location(),
        "Do the same again once the catalog answers: what was stored is recognised,"
            + " nothing is lost or doubled",
        new CommitInDoubt(rows.table(), () -> CommitInDoubt.has(rows.table(), batch), cause));
  }
}
