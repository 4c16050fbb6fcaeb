package io.trailhouse.cli;

import io.trailhouse.config.LakeSpec;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/// All that a configuration names, run over one home until somebody ends it.
final class Serving {
  private final TrailhouseConfig config;
  private final Supplier<LakeSpec> lake;
  private final PrintWriter out;
  private final PrintWriter err;

  /// @param lake what the configuration says of the lake at the moment
  Serving(TrailhouseConfig config, Supplier<LakeSpec> lake, PrintWriter out, PrintWriter err) {
    this.config = config;
    this.lake = lake;
    this.out = out;
    this.err = err;
  }

  /// Runs it. Answers the exit code.
  int over(Platform platform) throws InterruptedException {
    AtomicReference<@Nullable Problem> over = new AtomicReference<>();
    try (ShutdownSignal ending = new ShutdownSignal(() -> {});
        SoleOwner alone = platform.serveAlone()) {
      Consumer<Problem> end =
          why -> {
            over.set(why);
            ending.end();
          };
      Collecting collecting =
          Collecting.start(platform, new Collecting.Wanted(config, Version.number(), lake, end));
      try (collecting;
          Page page = Page.open(platform, config, Version.number(), collecting::status);
          WebServer web = web(collecting, page);
          ServePlace place = ServePlace.remember(platform.home(), web.url())) {
        sayThatItRuns(platform, web.url(), page.entrance());
        ending.await();
        say("Stopping: what is being read is committed first.");
      }
      collecting.status().routes().forEach(route -> out.println(RouteLines.of(route)));
      say("Stopped.");
      return ending.exitCode(exitCode(over.get()));
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private WebServer web(Collecting collecting, Page page) {
    ServerSpec server = config.server();
    ServerSpec.Tls tls = server.tls();
    return WebServer.start(
        new WebServer.Place(
            server.host(),
            server.port(),
            server.hosts().names(),
            tls == null ? null : new TlsFiles(tls.certificate(), tls.key())),
        List.of(new StatusDoor(collecting::status), page.door()));
  }

  private void sayThatItRuns(Platform platform, String url, String entrance) {
    config.server().remarks().forEach(remark -> say("remark: " + remark));
    int sources = config.sources().size();
    int routes = config.routes().size();
    say(
        "%s %s%s. Status: %s/status"
            .formatted(
                sources == 0
                    ? "Serving"
                    : "Collecting from " + Counted.of(sources, "source") + " into",
                platform.home(),
                routes == 0 ? "" : ", sending by " + Counted.of(routes, "route"),
                url));
    boolean once = !entrance.equals("/");
    say(
        "Page: "
            + url
            + entrance
            + (once ? "  (opens once; trailhouse page prints another link)" : ""));
  }

  /// @param over why nothing is left to be done; null when somebody has ended it
  private int exitCode(@Nullable Problem over) {
    if (over == null) {
      return ExitCode.OK;
    }
    new ProblemPrinter(err).print(over.trouble().text(), over.subject(), over.trouble().remedy());
    return ExitCode.SOFTWARE;
  }
}
