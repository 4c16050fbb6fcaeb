package io.trailhouse.cli;

import io.trailhouse.config.ServerSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.platform.Collecting;
import io.trailhouse.platform.Platform;
import io.trailhouse.platform.ServePlace;
import io.trailhouse.platform.SoleOwner;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.status.RouteStatus;
import io.trailhouse.status.StatusServer;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse serve`: everything in the configuration, until it is stopped.
@Command(
    name = "serve",
    description = {
      "Collect from the sources of the configuration for ever, and keep the table in order.",
      "",
      "Ctrl-C or SIGTERM ends it: what is being read is committed first. Its state is at /status,"
          + " its numbers for Prometheus at /metrics, and /health answers 503 when something is"
          + " wrong. Whatever fails is tried again.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse serve --config trailhouse.yaml",
      "         curl http://127.0.0.1:7070/status"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Option(
      names = "--log",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "How it logs to standard error: text or json (default ${DEFAULT-VALUE}).")
  private LogForm log = LogForm.TEXT;

  enum LogForm {
    TEXT,
    JSON
  }

  @Override
  public Integer call() throws InterruptedException {
    TrailhouseConfig config = program.config();
    requireWork(config);
    LogSetup.serve(log == LogForm.JSON);
    PrintWriter out = spec.commandLine().getOut();
    try (Ending ending = new Ending(() -> {});
        Platform platform = program.open();
        SoleOwner alone = platform.serveAlone()) {
      Collecting collecting =
          Collecting.start(platform, config, Version.number(), () -> program.config().lake());
      ServerSpec server = config.server();
      try (collecting;
          StatusServer status =
              StatusServer.start(
                  new StatusServer.Place(server.host(), server.port(), server.names()),
                  collecting::status);
          ServePlace place = ServePlace.remember(platform.home(), status.url())) {
        out.printf(
            "Collecting from %s into %s%s. Status: %s/status%n",
            Counted.of(config.sources().size(), "source"),
            platform.home(),
            config.routes().isEmpty()
                ? ""
                : ", sending by " + Counted.of(config.routes().size(), "route"),
            status.url());
        out.flush();
        ending.await();
        out.println("Stopping: what is being read is committed first.");
        out.flush();
      }
      print(out, collecting.status().routes());
      out.println("Stopped.");
      out.flush();
      return ending.exitCode(ExitCode.OK);
    }
  }

  private void requireWork(TrailhouseConfig config) {
    if (config.sources().isEmpty() && config.routes().isEmpty() && config.rules().isEmpty()) {
      throw new TrailhouseException(
          Code.CONFIG_INVALID,
          "there is nothing to do: the configuration has no sources, routes or rules",
          String.valueOf(program.configFile() == null ? "trailhouse.yaml" : program.configFile()),
          "Name one, such as sources: {trail: {s3: s3://BUCKET/AWSLogs/}}, or import files with"
              + " trailhouse import");
    }
  }

  private static void print(PrintWriter out, List<RouteStatus> routes) {
    for (RouteStatus route : routes) {
      out.println(RouteLines.of(route));
    }
  }
}
