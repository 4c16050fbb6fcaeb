package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse findings suppress`: findings that are expected are told to nobody for some time.
@Command(
    name = "suppress",
    description = {
      "Tell nobody of some findings for some time.",
      "",
      "Findings that come meanwhile are stored as suppressed. Those that are there stay so.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse findings suppress --rule '*' --principal '*:role/Scanner' --for 30d"
          + " --reason 'the yearly test'"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsSuppressCommand implements Callable<Integer> {
  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      required = true,
      description = "Only what this rule finds: its id, name or title; '*' for every rule.")
  private String rule;

  @Option(
      names = "--principal",
      paramLabel = "GLOB",
      defaultValue = "*",
      description = "Only of these principals; * stands for any text, ? for one character.")
  private String principal;

  @Option(
      names = "--account",
      paramLabel = "ID",
      defaultValue = "*",
      description = "Only in this account.")
  private String account;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason;

  @ArgGroup(multiplicity = "1")
  private End end;

  /// When it is over.
  static final class End {
    @Option(
        names = "--until",
        paramLabel = "TIME",
        converter = TimeSpan.End.class,
        description = "Until this time; a day alone means its end.")
    private @Nullable LocalDateTime until;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Units.Time.class,
        description = "For so long, such as 12h, 7d or 4w.")
    private @Nullable Duration time;

    Instant after(Instant now) {
      if (until != null) {
        return until.toInstant(ZoneOffset.UTC);
      }
      return time == null ? now : now.plus(time).truncatedTo(ChronoUnit.SECONDS);
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = findings.program().openToChange()) {
      Instant until = end.after(platform.clock().instant());
      String id = RuleWord.idOf(rule, findings.program(), platform);
      int number = platform.findingDesk().suppress(id, principal, account, until, reason.strip());
      String of = id.equals(RuleWord.EVERY) ? "every rule" : RuleWord.title(id, findings.program());
      out.printf("Suppression %d of %s holds until %s.", number, Visible.line(of), until);
      out.printf(" Back: trailhouse findings unsuppress %d%n", number);
      out.flush();
      return ExitCode.OK;
    }
  }
}
