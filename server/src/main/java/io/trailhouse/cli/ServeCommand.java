package io.trailhouse.cli;

import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.platform.Platform;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse serve`: everything in the configuration, until it is stopped.
@Command(
    name = "serve",
    description = {
      "Show the page, collect from the sources of the configuration until it is stopped, and keep"
          + " the table in order.",
      "",
      "It prints a link that opens the page in a browser of this machine. Without a configuration"
          + " it serves what is in the home folder.",
      "",
      "Ctrl-C or SIGTERM ends it: what is being read is committed first. Its state is at /status,"
          + " its numbers for Prometheus at /metrics, and /health answers 503 when something is"
          + " wrong. What fails is tried again where that can help. When nothing is left that"
          + " can run, serve ends with exit code 1.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse serve",
      "         trailhouse serve --config trailhouse.yaml",
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
    try (Platform platform = program.open()) {
      return new Serving(
              config,
              () -> program.config().lake(),
              spec.commandLine().getOut(),
              spec.commandLine().getErr())
          .over(platform);
    }
  }
}
