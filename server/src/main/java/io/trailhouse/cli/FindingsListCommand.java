package io.trailhouse.cli;

import io.trailhouse.finding.Level;
import io.trailhouse.platform.Platform;
import io.trailhouse.query.FindingSearch;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.RowWriter;
import io.trailhouse.services.FindingService;
import io.trailhouse.services.Services;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `trailhouse findings list`: findings, grave ones first.
@Command(
    name = "list",
    description = {
      "List findings: level medium and above first, then the others, each with the newest"
          + " first.",
      "",
      "With --json or --csv the newest comes first, of all levels.",
      ""
    },
    footer = {"", "Example: trailhouse findings list --state new --level high --since 7d"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsListCommand implements Callable<Integer> {
  private static final List<String> STATES = List.of("new", "acknowledged", "closed", "suppressed");

  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;
  @Mixin private SpanOptions span;
  @ArgGroup private OutputForm form = new OutputForm();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      converter = State.class,
      description = "Only findings in these states: new, acknowledged, closed, suppressed.")
  private List<String> states = List.of();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      converter = LeastLevel.class,
      description =
          "Only findings of this level or higher: informational, low, medium, high," + " critical.")
  private @Nullable Level level;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "Only findings of this rule: its id, name or title.")
  private @Nullable String rule;

  @Option(
      names = "--account",
      paramLabel = "ID",
      converter = AccountId.class,
      description = "Only findings of this account.")
  private @Nullable String account;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most this many findings (default ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = findings.program().openExisting();
        Services services = platform.services(new ForcedEnd(spec))) {
      FindingService found = services.findings(findings.program().config().rules());
      FindingSearch.Span times =
          new FindingSearch.Span(
              span.from(platform.clock().instant()), span.to(platform.clock().instant()));
      String id = rule == null ? null : found.ruleId(rule);
      FindingSearch search = new FindingSearch(states, levels(), id, account, times, limit);
      try (QueryAnswer answer = found.find(search, form.forPeople())) {
        RowWriter writer =
            form.forPeople() ? RowWriter.findings(out, TerminalWidth.orNarrow()) : form.writer(out);
        long count = RowWriter.writeAll(answer, writer, out);
        if (count == limit && form.forPeople()) {
          spec.commandLine().getErr().println("There may be more: --limit N, or a narrower search");
        }
        if (count == 0 && (times.from() != null || times.to() != null)) {
          OldEvidence.tellFindings(
              spec.commandLine().getErr(),
              found,
              services.events(),
              new OldEvidence.Asked(times.from(), times.to()));
        }
      }
      return ExitCode.OK;
    }
  }

  private List<String> levels() {
    Level least = level;
    return least == null
        ? List.of()
        : Arrays.stream(Level.values())
            .filter(each -> each.isAtLeast(least))
            .map(Level::word)
            .toList();
  }

  /// For picocli.
  static final class State implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      String word = text.strip().toLowerCase(Locale.ROOT);
      if (!STATES.contains(word)) {
        throw new TypeConversionException(
            "'" + text + "' is not a state: " + String.join(", ", STATES));
      }
      return word;
    }
  }

  /// For picocli.
  static final class LeastLevel implements ITypeConverter<Level> {
    @Override
    public Level convert(String text) {
      Level level = Level.named(text.strip());
      if (level == null) {
        throw new TypeConversionException(
            "'" + text + "' is not a level: informational, low, medium, high, critical");
      }
      return level;
    }
  }
}
