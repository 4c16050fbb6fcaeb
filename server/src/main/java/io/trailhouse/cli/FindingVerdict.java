package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.query.LastResort;
import io.trailhouse.services.FindingService;
import io.trailhouse.services.Services;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the commands share that say what has become of findings.
final class FindingVerdict {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      description = "Ids of findings, or at least their first six digits.")
  private List<String> ids = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "The reason, for people who" + " read it later.")
  private String reason = "";

  /// Says it in the name of the user of this system, and prints how many were changed.
  int say(FindingService.Verdict verdict, TrailhouseCommand program, PrintWriter out) {
    try (Platform platform = program.openToChange();
        Services services = platform.services(LastResort.WAIT)) {
      String by = System.getProperty("user.name", "unknown");
      FindingService findings = services.findings(program.config().rules());
      int changed = findings.change(verdict, ids, reason.strip(), by);
      String word = verdict.name().toLowerCase(Locale.ROOT);
      out.printf("%,d finding%s %s.%n", changed, changed == 1 ? "" : "s", word);
      if (changed < ids.size()) {
        out.println("The others were so already.");
      }
      out.flush();
      return 0;
    }
  }
}
