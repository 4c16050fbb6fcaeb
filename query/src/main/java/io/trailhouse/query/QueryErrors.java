package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The engine's errors, said to the person who wrote the query: what, where in their own text, and
/// what they may have meant.
final class QueryErrors {
  /// Of a message of the engine that people see.
  private static final int MOST_CHARACTERS = 800;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LEFT_OVER = Pattern.compile("\\$\\{[^}']*}|'<[^>']*>'");

  /// What a macro of ours says by `th_wrong`, out of the cast by which it fails, and what a
  /// function of ours says.
  private static final Pattern OURS =
      Pattern.compile(
          "(?s:string 'th:(.*)' to INT64)"
              + "|java\\.lang\\.(?:IllegalArgument|NumberFormat)Exception: (.*)");

  private static final Pattern OF_FILES =
      Pattern.compile(
          "T(?:Protocol|Transport)Exception|[Pp]arquet|PARQUET|ZSTD|magic bytes|Out of buffer");
  private static final Set<String> OF_STATEMENTS =
      Set.of("Binder", "Catalog", "Parser", "Conversion", "Out of Range", "Permission");

  /// Sentences of the engine that name statements, settings, functions or extensions of its own.
  private static final Pattern ADVICE =
      Pattern.compile(
          "(?:^|(?<=[.!;:?\\n])\\s*)[^.!;:?]*\\b(?:SET|PRAGMA|INSTALL|LOAD|ATTACH|CREATE|COPY|read_\\w+|duckdb_\\w+"
              + "|pg_\\w+|information_schema|enable_\\w+|extension)\\b[^!;?]*[.!;?]?");

  private static final Set<String> CONFIGURATION_ITEMS =
      Set.of(
          "eventdata",
          "metadata",
          "configuration",
          "configurationitem",
          "configurationitemcapturetime",
          "configurationitemstatus",
          "supplementaryconfiguration",
          "relationships");

  /// A macro that is called with other arguments than it has; its name may be one of our own.
  private static final Pattern CALLED =
      Pattern.compile("Macro (\\w+)\\(\\) does not support the supplied arguments");

  private QueryErrors() {}

  /// A statement that the engine's parser does not understand.
  static TrailhouseException unparsed(JsonNode answer, RewrittenSql sql) {
    String message = answer.path("error_message").asText();
    if (answer.path("error_type").asText().equals("not implemented")
        || answer.path("statements").size() > 1) {
      return new TrailhouseException(
          Code.QUERY_INVALID,
          "only one SELECT may run here",
          "the query",
          "Use SELECT, SHOW TABLES, DESCRIBE events or EXPLAIN SELECT ..");
    }
    if (isTooDeep(message)) {
      return StatementBounds.tooDeep();
    }
    return new TrailhouseException(
        Code.QUERY_INVALID,
        firstLine(message),
        place(answer, new EngineText(sql, 0, Set.of())),
        remedy(sql, message));
  }

  /// A statement that failed while it was bound or run.
  static TrailhouseException of(SQLException cause, EngineText sql, QueryLimit limit) {
    QueryLimit.Reason reason = limit.reason();
    if (reason != null) {
      return stopped(reason, limit.time(), cause);
    }
    JsonNode answer = details(cause);
    String message = message(answer, cause);
    if (answer.path("exception_type").asText().equals("Out of Memory")
        || message.contains("Out of Memory")) {
      return outOfMemory(message, cause);
    }
    if (message.contains("file system operations are disabled")
        || message.contains("No files found that match")) {
      return LakeFiles.missing(firstLine(message), cause); // no query can name a file of its own
    }
    TrailhouseException ours = ours(message, sql, cause);
    if (ours != null) {
      return ours;
    }
    if (isTooDeep(message)) {
      return StatementBounds.tooDeep();
    }
    if (isOfFile(answer, message)) {
      return damaged(message, cause);
    }
    if (isFatal(cause)) {
      return new TrailhouseException(
          Code.QUERY_INVALID,
          "the query engine failed inside: " + firstLine(message),
          "the query",
          "Write the query in another way; the engine has started anew. Please report it",
          cause);
    }
    return new TrailhouseException(
        Code.QUERY_INVALID,
        firstLine(message),
        place(answer, sql),
        remedy(sql, answer, message),
        cause);
  }

  /// A problem that our own functions found: its text, and behind a semicolon what to do. The
  /// engine knows only a place in their definition.
  private static @Nullable TrailhouseException ours(
      String message, EngineText sql, SQLException cause) {
    Matcher own = OURS.matcher(message);
    if (message.contains("Division by zero")) {
      return new TrailhouseException(
          Code.QUERY_INVALID,
          "division by zero",
          only(sql, Set.of("/", "%", "mod")),
          "Divide by nullif(x, 0), or write try(..) around it, to get NULL",
          cause);
    }
    if (!own.find()) {
      return null;
    }
    String text = own.group(1) == null ? own.group(2) : own.group(1);
    int end = text.indexOf("; ");
    return new TrailhouseException(
        Code.QUERY_INVALID,
        end < 0 ? text : text.substring(0, end),
        text.toLowerCase(Locale.ROOT).contains("cast") ? only(sql, Set.of("cast")) : "the query",
        end < 0 ? "See docs/sql.md for the columns and functions" : text.substring(end + 2),
        cause);
  }

  private static TrailhouseException damaged(String message, SQLException cause) {
    return new TrailhouseException(
        Code.TABLE_DAMAGED,
        "a data file of the table cannot be read: " + firstLine(message),
        "the files that the query reads",
        "Put the home folder's warehouse back from a copy; narrowed by eventtime, a query reads"
            + " the files of other days",
        cause);
  }

  /// Whether the engine complains of what it reads and not of what it was asked.
  private static boolean isOfFile(JsonNode answer, String message) {
    return !OF_STATEMENTS.contains(answer.path("exception_type").asText())
        && OF_FILES.matcher(message).find();
  }

  /// Where the one token stands that is one of these; the whole query where there are more.
  private static String only(EngineText sql, Set<String> tokens) {
    SqlText text = SqlLexer.read(sql.sql().source());
    int found = -1;
    for (int i = 0; i < text.size(); i++) {
      if (tokens.contains(text.raw(i).toLowerCase(Locale.ROOT))) {
        if (found >= 0) {
          return "the query";
        }
        found = i;
      }
    }
    return found < 0
        ? "the query"
        : SqlPlace.of(text.text(), text.from(found), text.to(found) - text.from(found));
  }

  static TrailhouseException stopped(
      QueryLimit.Reason reason, Duration limit, @Nullable SQLException cause) {
    return switch (reason) {
      case CANCELLED ->
          new TrailhouseException(
              Code.QUERY_LIMIT, "the query was cancelled", "the query", "Run it again", cause);
      case MEMORY -> tooMuchMemory(cause);
      case TIME ->
          new TrailhouseException(
              Code.QUERY_LIMIT,
              "the query took longer than its limit of " + limit.toSeconds() + " s",
              "the query",
              "Narrow it by eventtime; a command may take longer with --time-limit",
              cause);
    };
  }

  private static boolean isTooDeep(String message) {
    return message.contains("expression depth") || message.contains("recursion depth");
  }

  static TrailhouseException unwritable(Path file, IOException cause) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "the result cannot be written: " + FileReason.of(cause),
        file.toString(),
        "See that its folder exists, can be written and has room",
        cause);
  }

  private static TrailhouseException tooMuchMemory(@Nullable SQLException cause) {
    return new TrailhouseException(
        Code.QUERY_LIMIT,
        "the query needs more memory than it may use",
        "the query",
        "Narrow it by eventtime or select fewer columns; a command may take more with --memory",
        cause);
  }

  private static TrailhouseException outOfMemory(String message, SQLException cause) {
    boolean disk = message.contains("max_temp_directory_size") || message.contains("temporary");
    if (!disk || !message.contains("offload")) {
      return tooMuchMemory(cause);
    }
    return new TrailhouseException(
        Code.QUERY_LIMIT,
        "the query needs more scratch space on disk than it may use",
        "the query",
        "Narrow it by eventtime or select fewer columns",
        cause);
  }

  /// Whether the driver says only that there is no result, which it does for every failure before
  /// the first row of a streamed one.
  static boolean isForgotten(SQLException failure) {
    return String.valueOf(failure.getMessage()).contains("Invalid result set");
  }

  /// Whether the engine itself broke, after which it refuses everything.
  static boolean isFatal(SQLException failure) {
    String type = details(failure).path("exception_type").asText();
    String message = String.valueOf(failure.getMessage());
    return type.equals("INTERNAL")
        || type.equals("FATAL")
        || message.contains("INTERNAL Error")
        || message.contains("FATAL Error");
  }

  private static JsonNode details(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    int brace = message.indexOf('{');
    if (brace >= 0) {
      try {
        return JSON.readTree(message.substring(brace));
      } catch (JsonProcessingException e) {
        // Not an answer in JSON: the message is the message.
      }
    }
    return JSON.createObjectNode();
  }

  private static String place(JsonNode answer, EngineText sql) {
    Matcher location =
        Pattern.compile("\\[(\\d+),(\\d+)]").matcher(answer.path("location").asText());
    if (!location.matches()) {
      String position = answer.path("position").asText();
      return position.isEmpty() || !position.chars().allMatch(Character::isDigit)
          ? placeOfName(answer, sql.sql().source())
          : SqlPlace.of(sql.sql().source(), sql.sourceAt(Integer.parseInt(position)), 1);
    }
    int from = sql.sourceAt(Integer.parseInt(location.group(1)));
    int to =
        sql.sourceAt(Integer.parseInt(location.group(1)) + Integer.parseInt(location.group(2)));
    return SqlPlace.of(sql.sql().source(), from, to - from);
  }

  /// Where the name that a message quotes stands in the text.
  private static String placeOfName(JsonNode answer, String source) {
    String name = quotedIn(answer.path("exception_message").asText());
    SqlText text = SqlLexer.read(source);
    for (int i = 0; i < text.size(); i++) {
      if (!name.isEmpty() && text.name(i).equalsIgnoreCase(name)) {
        return SqlPlace.of(source, text.from(i), text.to(i) - text.from(i));
      }
    }
    return "the query";
  }

  /// What the engine says, without the middle of what it quotes: a value can have any size.
  private static String message(JsonNode answer, SQLException cause) {
    String message = answer.path("exception_message").asText(String.valueOf(cause.getMessage()));
    return message.length() <= MOST_CHARACTERS
        ? message
        : message.substring(0, MOST_CHARACTERS / 2)
            + " … "
            + message.substring(message.length() - MOST_CHARACTERS / 2);
  }

  /// A message without what the engine adds to it: advice to use what is refused here.
  private static String firstLine(String message) {
    if (message.contains("lambda arrow")) {
      return "a lambda stands where none is understood";
    }
    if (message.contains("Cannot concatenate")) {
      return "what a list holds and what is put to it are not of one type";
    }
    Matcher called = CALLED.matcher(message);
    if (called.find()) {
      return called.group(1).startsWith("th_")
          ? "an operator or a cast does not take values of these types"
          : called.group(1) + "() does not take these arguments here";
    }
    int end = message.indexOf('\n');
    String line = (end < 0 ? message : message.substring(0, end)).strip();
    String kept = ADVICE.matcher(line).replaceAll("").strip();
    return kept.isEmpty() ? "the query engine refuses it" : kept;
  }

  private static String remedy(EngineText sql, JsonNode answer, String message) {
    String name = answer.path("name").asText();
    if (CONFIGURATION_ITEMS.contains(name.toLowerCase(Locale.ROOT)) || namesItems(message)) {
      return "Configuration items, evidence and activity of other services are not in this store:"
          + " it holds CloudTrail's event records";
    }
    String subtype = answer.path("error_subtype").asText();
    boolean function = message.contains("Function with name");
    if (function || subtype.equals("COLUMN_NOT_FOUND") || message.contains("Could not find key")) {
      String asked = name.isEmpty() ? quotedIn(message) : name;
      String near = NearName.of(asked, function ? NearNames.functions() : sql.columns());
      if (near != null) {
        return "Did you mean " + near + "?";
      }
    }
    return remedy(sql.sql(), message);
  }

  private static boolean namesItems(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("\"eventdata\"") || lower.contains("eventdata.");
  }

  private static String quotedIn(String message) {
    Matcher quoted = Pattern.compile("\"([^\"]+)\"|name (\\w+)").matcher(message);
    if (!quoted.find()) {
      return "";
    }
    return quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
  }

  private static String remedy(RewrittenSql sql, String message) {
    Matcher left = LEFT_OVER.matcher(sql.source());
    if (left.find()
        && (message.contains("${") || message.contains("'<") || message.contains("\"<"))) {
      return "A placeholder was left in the query: " + left.group() + ". Fill in a value there";
    }
    if (message.contains("lambda arrow")) {
      return "Lambdas stand in transform, filter, reduce, any_match and the others of docs/sql.md";
    }
    if (message.contains("Cannot concatenate")) {
      return "|| joins two arrays of one type: write x || array[3] for an element behind; in reduce"
          + " write transform(list, x -> CAST(x AS VARCHAR)) first";
    }
    if (CALLED.matcher(message).find()) {
      return "Leave out arguments that Trino has beyond these, or write CAST around those of"
          + " another type; docs/sql.md has the functions";
    }
    if (message.contains("Map keys must be unique") || message.contains("Map keys can not be")) {
      return "Give map_agg each key once: SELECT map_agg(k, v) FROM (SELECT k, min(v) AS v FROM .."
          + " WHERE k IS NOT NULL GROUP BY k)";
    }
    if (message.contains("must appear in the GROUP BY")) {
      return "Add the column to GROUP BY, or put it into any_value(..)";
    }
    return message.startsWith("syntax error")
        ? "Check the words before and at the mark; docs/sql.md has examples"
        : "See docs/sql.md for the columns and functions";
  }
}
