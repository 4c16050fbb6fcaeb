package io.trailhouse.cli;

import io.trailhouse.config.RouteSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.platform.Platform;
import io.trailhouse.platform.RouteHistory;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.route.DryRun;
import io.trailhouse.services.RouteService;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse routes dry-run`: what routes would do with what is in the table.
@Command(
    name = "dry-run",
    description = {
      "Show what routes would keep and drop of the events in the table; nothing is sent.",
      "",
      "Objects and cost are estimates: as if events arrived when they happened, at S3's list prices"
          + " of us-east-1 ($5 a million PUTs, $0.023 a GB and month), text compressed to a tenth.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse routes dry-run iam-team --since 30d",
      "         trailhouse routes dry-run --from 2026-05-01 --to 2026-05-31 --json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RoutesDryRunCommand implements Callable<Integer> {
  private static final double PUT = 5e-6;
  private static final double GB_MONTH = 0.023;
  private static final double DAYS_OF_MONTH = 30.4;
  private static final double COMPRESSED = 0.1;

  @ParentCommand private RoutesCommand routes;
  @Spec private CommandSpec spec;
  @Mixin private SpanOptions span;

  @Parameters(
      paramLabel = "ROUTE",
      arity = "0..*",
      description = "Names of routes; without any," + " all of them.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Print one JSON object with an object for each route.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrailhouseConfig config = routes.program().config();
    List<RouteSpec> chosen =
        new RouteService(routes.program().home(), config.routes()).named(names);
    for (RouteSpec route : chosen) {
      for (RouteSpec.Remark remark : route.remarks()) {
        spec.commandLine()
            .getErr()
            .println("remark: " + route.name() + ": " + TerminalEscaper.line(remark.line()));
      }
    }
    Map<String, DryRun.Outcome> outcomes = new LinkedHashMap<>();
    try (Platform platform = routes.program().openExisting()) {
      RouteHistory history =
          new RouteHistory(platform, config.aws(), stretch(span, platform.clock().instant()));
      ShareWork work = new ShareWork("events are looked at");
      LongRun run = new LongRun(spec.commandLine().getErr(), work, () -> "Nothing was sent");
      run.time(() -> outcomes.putAll(history.dryRun(chosen, work)));
      if (outcomes.values().stream().allMatch(outcome -> outcome.in() == 0)) {
        OldEvidence.tell(spec.commandLine().getErr(), platform, span);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      DryRunJson.print(out, outcomes);
    } else {
      outcomes.forEach((name, outcome) -> print(out, name, outcome));
    }
    out.flush();
    return ExitCode.OK;
  }

  static RouteHistory.Stretch stretch(SpanOptions span, Instant now) {
    return new RouteHistory.Stretch(span.span().from(now), span.span().to(now));
  }

  private static void print(PrintWriter out, String name, DryRun.Outcome outcome) {
    out.printf(
        "%s: %,d in = %,d kept + %,d dropped%s%n",
        name,
        outcome.in(),
        outcome.kept(),
        outcome.dropped(),
        outcome.sampledOut() == 0 ? "" : " (%,d by sampling)".formatted(outcome.sampledOut()));
    if (outcome.kept() > 0) {
      double days = days(outcome);
      out.print(
          Counted.format(
              "  %,d bytes before compression in about %,d objects over %.1f days%n",
              outcome.bytes(), outcome.objects(), days));
      out.printf(
          "  about $%,.2f a month for S3: storage of a month and PUTs%n", cost(outcome, days));
    }
    samples(out, "kept", outcome.keptSamples());
    samples(out, "dropped", outcome.droppedSamples());
  }

  private static double days(DryRun.Outcome outcome) {
    Instant first = outcome.first();
    Instant last = outcome.last();
    return first == null || last == null
        ? 0
        : Math.max(1 / 24.0, Duration.between(first, last).toSeconds() / 86_400.0);
  }

  static double cost(DryRun.Outcome outcome, double days) {
    double months = Math.max(days, 1) / DAYS_OF_MONTH;
    return (outcome.objects() * PUT + outcome.bytes() * COMPRESSED / 1e9 * GB_MONTH) / months;
  }

  private static void samples(PrintWriter out, String word, List<String> samples) {
    for (String sample : samples) {
      String line = TerminalEscaper.line(sample);
      out.printf(
          "  %s, such as %s%n", word, line.length() > 150 ? line.substring(0, 150) + "…" : line);
    }
  }
}
