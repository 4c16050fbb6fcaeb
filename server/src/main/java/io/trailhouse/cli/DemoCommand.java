package io.trailhouse.cli;

import io.trailhouse.config.ConfigFile;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.demo.DemoOrganization;
import io.trailhouse.demo.DemoTrail;
import io.trailhouse.demo.Progress;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.LastResort;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.services.Services;
import io.trailhouse.source.FolderSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse demo`: an invented organization, imported and asked about.
@Command(
    name = "demo",
    description = {
      "Try Trailhouse on the log files of an invented company, with one intrusion in them.",
      "",
      "Writes three weeks of log files of five accounts to HOME/demo-trail, imports them, and"
          + " shows the intrusion step by step, each with the SQL that finds it and the"
          + " answer. Running it again adds nothing and shows the same.",
      ""
    },
    footer = {"", "Example: trailhouse demo --look", "         trailhouse --home /tmp/try demo"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DemoCommand implements Callable<Integer> {
  private static final String SOURCE = "demo";

  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Option(
      names = "--look",
      description = "Serve the page of it afterwards, until it is stopped, and print its link.")
  private boolean look;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Platform platform = Platform.open(homeOfItsOwn(err))) {
      int told = tell(platform, out, err);
      return look ? serve(platform, out, err) : told;
    }
  }

  /// Whatever the configuration says: on any free port, for this machine alone.
  private static int serve(Platform platform, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    LogSetup.serve(false);
    TrailhouseConfig usual = ConfigFile.defaults();
    return new Serving(usual.listening(0), usual::lake, out, err).over(platform);
  }

  private int tell(Platform platform, PrintWriter out, PrintWriter err)
      throws InterruptedException, IOException {
    try (Services services = platform.services(LastResort.WAIT)) {
      Path folder = platform.home().resolve("demo-trail");
      DemoTrail trail = DemoOrganization.defaults().write(folder, Progress.NONE);
      DemoNarrator telling = new DemoNarrator(out, trail);
      telling.introduce();
      IngestMetrics counters = new IngestMetrics();
      double seconds =
          new ImportRun(platform, counters, err)
              .run(new FolderSource(List.of(folder), platform.scratch()), SOURCE);
      ImportSummary summary = new ImportSummary(counters, seconds);
      summary.print(out);
      summary.printTroubles(err);
      boolean asWritten = telling.tell(services.sql());
      telling.whatNext(platform.home(), spec.root().subcommands().keySet());
      return asWritten && !summary.hasTroubles() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  /// The home that was named, or one beside it when that holds events of another origin: nobody
  /// could tell invented events from real ones among which they stand.
  private Path homeOfItsOwn(PrintWriter err) {
    Path named = program.home();
    long others = others(named);
    if (others == 0) {
      return named;
    }
    Path beside = Path.of(named.toAbsolutePath().normalize() + "-demo");
    long there = others(beside);
    if (there > 0) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          Counted.format(
              "this home holds %,d events that are no demo's, which are invented", there),
          beside.toString(),
          "Name a home for the demo alone: trailhouse --home DIR demo");
    }
    err.printf(
        "%s holds events of yours (%,d). The demo's are invented and get a home of their own:"
            + " %s%n%n",
        TerminalEscaper.text(named.toString()), others, TerminalEscaper.text(beside.toString()));
    err.flush();
    return beside;
  }

  private static long others(Path home) {
    String sql = "SELECT count(*) FROM events WHERE th_source <> '" + SOURCE + "'";
    try (Platform platform = Platform.open(home);
        Services services = platform.services(LastResort.WAIT);
        QueryAnswer answer = services.sql().ask(sql)) {
      answer.next();
      return answer.value(0) instanceof Number count ? count.longValue() : 0;
    }
  }
}
