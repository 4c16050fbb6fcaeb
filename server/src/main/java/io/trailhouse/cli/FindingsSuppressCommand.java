package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.quantity.TimePoint;
import io.trailhouse.query.LastResort;
import io.trailhouse.services.FindingService;
import io.trailhouse.services.Services;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
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
      "Suppress findings for some time: nobody is alerted of them.",
      "",
      "New findings are stored as suppressed. Existing findings do not change.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse findings suppress --rule '*' --principal '*:role/Scanner' --for 30d"
          + " --reason 'the yearly test'"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsSuppressCommand implements Callable<Integer> {
  private static final String EVERY = "*";

  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      required = true,
      description = "Only findings of this rule: its id, name or title; '*' for every rule.")
  private String rule;

  @Option(
      names = "--principal",
      paramLabel = "GLOB",
      defaultValue = EVERY,
      description =
          "Only findings of these principals; * stands for any text, ? for one" + " character.")
  private String principal;

  @Option(
      names = "--account",
      paramLabel = "ID",
      defaultValue = EVERY,
      description = "Only findings of this account.")
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
        converter = QuantityConverters.Dated.class,
        description = "Until this time; a day alone means its end.")
    private @Nullable TimePoint until;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = QuantityConverters.Time.class,
        description = "For this long, such as 12h, 7d or 4w.")
    private @Nullable Duration time;

    Instant after(Instant now) {
      if (until != null) {
        return until.end(now);
      }
      return time == null ? now : now.plus(time).truncatedTo(ChronoUnit.SECONDS);
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = findings.program().openToChange();
        Services services = platform.services(LastResort.WAIT)) {
      FindingService found = services.findings(findings.program().config().rules());
      Instant until = end.after(platform.clock().instant());
      String id = found.ruleId(rule);
      int number = found.suppress(id, principal, account, until, reason.strip());
      String of = id.equals(FindingService.EVERY_RULE) ? "every rule" : found.ruleTitle(id);
      out.printf(
          "Suppression %d of %s, by %s, in %s, holds until %s.",
          number,
          TerminalEscaper.line(of),
          principal.equals(EVERY) ? "every principal" : TerminalEscaper.line(principal),
          account.equals(EVERY) ? "every account" : account,
          until);
      out.printf(" Back: trailhouse findings unsuppress %d%n", number);
      out.flush();
      return ExitCode.OK;
    }
  }
}
