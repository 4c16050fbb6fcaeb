package io.trailhouse.cli;

import io.trailhouse.config.ServerSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.platform.Collecting;
import io.trailhouse.platform.Page;
import io.trailhouse.platform.Platform;
import io.trailhouse.platform.ServePlace;
import io.trailhouse.platform.SoleOwner;
import io.trailhouse.problem.Counted;
import io.trailhouse.status.Problem;
import io.trailhouse.status.StatusDoor;
import io.trailhouse.web.TlsFiles;
import io.trailhouse.web.WebServer;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
      "Collect from the sources of the configuration until it is stopped, and keep the table"
          + " in order.",
      "",
      "Ctrl-C or SIGTERM ends it: what is being read is committed first. Its state is at /status,"
          + " its numbers for Prometheus at /metrics, and /health answers 503 when something is"
          + " wrong. What fails is tried again where that can help. When nothing is left that"
          + " can run, serve ends with exit code 1.",
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
    LogSetup.serve(log == LogForm.JSON);
    AtomicReference<@Nullable Problem> over = new AtomicReference<>();
    try (ShutdownSignal ending = new ShutdownSignal(() -> {});
        Platform platform = program.open();
        SoleOwner alone = platform.serveAlone()) {
      Consumer<Problem> end =
          why -> {
            over.set(why);
            ending.end();
          };
      Collecting collecting =
          Collecting.start(
              platform,
              new Collecting.Wanted(config, Version.number(), () -> program.config().lake(), end));
      try (collecting;
          Page page = Page.open(platform, config, Version.number(), collecting::status);
          WebServer web = web(config.server(), collecting, page);
          ServePlace place = ServePlace.remember(platform.home(), web.url())) {
        sayThatItRuns(config, platform, web.url());
        say("Page: " + web.url() + page.entrance());
        ending.await();
        say("Stopping: what is being read is committed first.");
      }
      collecting.status().routes().forEach(route -> out().println(RouteLines.of(route)));
      say("Stopped.");
      return ending.exitCode(exitCode(over.get()));
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void say(String line) {
    out().println(line);
    out().flush();
  }

  private static WebServer web(ServerSpec server, Collecting collecting, Page page) {
    ServerSpec.Tls tls = server.tls();
    return WebServer.start(
        new WebServer.Place(
            server.host(),
            server.port(),
            server.hosts(),
            tls == null ? null : new TlsFiles(tls.certificate(), tls.key())),
        List.of(new StatusDoor(collecting::status), page.door()));
  }

  private void sayThatItRuns(TrailhouseConfig config, Platform platform, String url) {
    config.server().remarks().forEach(remark -> say("remark: " + remark));
    say(
        "Collecting from %s into %s%s. Status: %s/status"
            .formatted(
                Counted.of(config.sources().size(), "source"),
                platform.home(),
                config.routes().isEmpty()
                    ? ""
                    : ", sending by " + Counted.of(config.routes().size(), "route"),
                url));
  }

  /// @param over why nothing is left to be done; null when somebody has ended it
  private int exitCode(@Nullable Problem over) {
    if (over == null) {
      return ExitCode.OK;
    }
    new ProblemPrinter(spec.commandLine().getErr())
        .print(over.trouble().problem(), over.subject(), over.trouble().remedy());
    return ExitCode.SOFTWARE;
  }
}
