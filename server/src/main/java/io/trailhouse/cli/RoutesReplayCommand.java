package io.trailhouse.cli;

import io.trailhouse.config.RouteSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.platform.Platform;
import io.trailhouse.platform.RouteHistory;
import io.trailhouse.route.RouteAccount;
import io.trailhouse.services.RouteService;
import io.trailhouse.status.RouteStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse routes replay`: what is in the table, sent by a route.
@Command(
    name = "replay",
    description = {
      "Send events of the table through one route of the configuration.",
      "",
      "You can stop it at any moment; the same command goes on where it was and writes the"
          + " same objects. It does not change what a running serve sends.",
      ""
    },
    footer = {"", "Example: trailhouse routes replay iam-team --from 2026-05-01 --to 2026-05-31"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RoutesReplayCommand implements Callable<Integer> {
  @ParentCommand private RoutesCommand routes;
  @Spec private CommandSpec spec;
  @Mixin private SpanOptions span;

  @Parameters(paramLabel = "ROUTE", description = "The route's name.")
  private String name;

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrailhouseConfig config = routes.program().config();
    RouteSpec route =
        new RouteService(routes.program().home(), config.routes()).named(List.of(name)).get(0);
    AtomicReference<RouteAccount> account = new AtomicReference<>();
    try (Platform platform = routes.program().openToChange()) {
      RouteHistory history =
          new RouteHistory(
              platform,
              config.aws(),
              RoutesDryRunCommand.stretch(span, platform.clock().instant()));
      ShareWork work = new ShareWork("sending");
      LongRun run =
          new LongRun(spec.commandLine().getErr(), work, () -> "What was sent is remembered");
      run.time(() -> account.set(history.replay(route, System.out, work)));
      if (account.get().in() == 0) {
        OldEvidence.tell(spec.commandLine().getErr(), platform, span);
      }
    }
    RouteAccount sums = account.get();
    RouteStatus.Counts counts =
        new RouteStatus.Counts(
            sums.in(),
            sums.kept(),
            sums.dropped(),
            sums.delivered(),
            sums.waiting(),
            sums.failed());
    spec.commandLine()
        .getErr()
        .println(RouteLines.of(new RouteStatus(route.name(), null, "", counts)));
    spec.commandLine().getErr().flush();
    return sums.failedInAll() > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
