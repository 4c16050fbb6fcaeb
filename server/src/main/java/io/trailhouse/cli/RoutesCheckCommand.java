package io.trailhouse.cli;

import io.trailhouse.config.RouteSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.services.RouteService;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse routes check`: the routes of the configuration and how far each is.
@Command(
    name = "check",
    description = {
      "Check the routes of the configuration, and show where each goes and how far it is.",
      "",
      "Every mistake of a condition, a key or a destination is named with its line.",
      ""
    },
    footer = {"", "Example: trailhouse routes check --config trailhouse.yaml"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RoutesCheckCommand implements Callable<Integer> {
  @ParentCommand private RoutesCommand routes;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ROUTE",
      arity = "0..*",
      description = "Names of routes; without any," + " all of them.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    TrailhouseConfig config = routes.program().config();
    PrintWriter out = spec.commandLine().getOut();
    RouteService places = new RouteService(routes.program().home(), config.routes());
    for (RouteSpec route : places.named(names)) {
      out.println(route.name() + ": to " + TerminalEscaper.line(RouteService.destination(route)));
      route
          .remarks()
          .forEach(each -> out.println("  remark: " + TerminalEscaper.line(each.line())));
      places
          .status(route.name())
          .ifPresentOrElse(
              status -> out.println("  " + RouteLines.of(status)),
              () -> out.println("  not started yet: serve begins with what comes next"));
    }
    out.flush();
    return ExitCode.OK;
  }
}
