package io.trailhouse.cli;

import io.trailhouse.demo.DemoTrail;
import io.trailhouse.demo.Story;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.RowWriter;
import io.trailhouse.services.QueryService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells the demo's story: asks each question, prints its answer, and compares it with what was
/// written into the log files.
final class DemoNarrator {
  private static final int WIDTH = 88;
  private static final String INDENT = "    ";
  private static final String COUNT =
      "query \"SELECT eventname, count(*) AS calls FROM events GROUP BY eventname ORDER BY calls"
          + " DESC LIMIT 10\"";
  private static final double NANOS = 1e9;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final PrintWriter out;
  private final DemoTrail trail;

  DemoNarrator(PrintWriter out, DemoTrail trail) {
    this.out = out;
    this.trail = trail;
  }

  void introduce() {
    out.print(
        Counted.format(
            "Larchfield, an invented company: %,d log files of 5 accounts, %s to %s,%nin %s%n%n",
            trail.files(),
            trail.first().toString().substring(0, 10),
            trail.last().toString().substring(0, 10),
            TerminalEscaper.text(trail.folder().toString())));
    out.flush();
  }

  /// Whether every answer was what had been written.
  boolean tell(QueryService sql) {
    long start = System.nanoTime();
    int number = 0;
    List<String> differing = new ArrayList<>();
    for (Story.Step step : trail.story().steps()) {
      number++;
      out.printf("%n%d. %s%n%n", number, step.title());
      wrap(step.narrative()).forEach(line -> out.println(INDENT + line));
      out.println();
      step.sql().lines().forEach(line -> out.println(INDENT + INDENT + line));
      out.println();
      if (!ask(sql, step.sql()).equals(step.answer())) {
        differing.add(number + ". " + step.title());
      }
    }
    conclude(number, (System.nanoTime() - start) / NANOS, differing);
    return differing.isEmpty();
  }

  /// A text in lines, broken between words.
  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH && !line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private void conclude(int questions, double seconds, List<String> differing) {
    out.print(
        Counted.format(
            "%n%d questions over %,d events answered in %.1f s", questions, events(), seconds));
    if (differing.isEmpty()) {
      out.printf(", each exactly as the log files were written.%n");
    } else {
      out.printf(".%nNot as the log files were written: %s%n", String.join("; ", differing));
    }
  }

  private long events() {
    return trail.counts().events();
  }

  /// Prints an answer and gives it back as text.
  private Story.Answer ask(QueryService tables, String sql) {
    StringWriter text = new StringWriter();
    List<List<String>> rows = new ArrayList<>();
    try (QueryAnswer answer = tables.ask(sql);
        PrintWriter lines = new PrintWriter(text)) {
      RowWriter table = RowWriter.table(lines, 0);
      table.start(answer.columns());
      while (answer.next()) {
        List<@Nullable Object> row = answer.row();
        table.row(row);
        rows.add(row.stream().map(DemoNarrator::cell).toList());
      }
      table.end();
      lines.flush();
      text.toString().lines().forEach(line -> out.println(INDENT + line));
      out.flush();
      return new Story.Answer(
          answer.columns().stream().map(QueryAnswer.Column::name).toList(), rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case LocalDateTime time -> TIME.format(time);
      default -> value.toString();
    };
  }

  /// Names commands to go on with, of those that there are.
  void whatNext(Path home, Set<String> commands) {
    String command = System.getenv().getOrDefault("TRAILHOUSE_COMMAND", "trailhouse");
    boolean isDefault = home.equals(Path.of("trailhouse-data").toAbsolutePath());
    String program = word(command) + (isDefault ? "" : " --home " + word(home.toString()));
    String event = trail.story().steps().get(4).eventIds().getFirst();
    out.printf("%nWhat to try next:%n%n");
    for (String next : List.of(COUNT, "search 203.0.113.131", "show " + event)) {
      if (commands.contains(next.substring(0, next.indexOf(' ')))) {
        out.printf("%s%s %s%n", INDENT, TerminalEscaper.text(program), next);
      }
    }
    out.printf(
        "%s%s --home my-evidence import FOLDER%n", INDENT, TerminalEscaper.text(word(command)));
    out.flush();
  }

  /// A word as a shell takes it.
  private static String word(String text) {
    return text.matches("[A-Za-z0-9_./~:+=@,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
