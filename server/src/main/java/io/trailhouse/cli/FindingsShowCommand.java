package io.trailhouse.cli;

import io.trailhouse.finding.FoundFacts;
import io.trailhouse.finding.RuleNotes;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.query.FindingStory;
import io.trailhouse.query.PrettyJson;
import io.trailhouse.services.FindingService;
import io.trailhouse.services.Services;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse findings show`: one finding in full.
@Command(
    name = "show",
    description = {"Show one finding in full: its events, and what was said about it.", ""},
    footer = {"", "Example: trailhouse findings show 9f86d081"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FindingsShowCommand implements Callable<Integer> {
  /// So many records are kept with a finding.
  private static final int KEPT = 5;

  @ParentCommand private FindingsCommand findings;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      description = "A finding's id, or at least its first six" + " digits.")
  private String id;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = findings.program().openExisting();
        Services services = platform.services(new ForcedEnd(spec))) {
      FindingService.Told told = services.findings(findings.program().config().rules()).story(id);
      if (json) {
        told.story().printJson(out, told.rule());
      } else {
        print(told.story(), told.rule(), out);
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  /// A rule's own text, which its author has broken into lines.
  private static String prose(String text) {
    return text.strip().replaceAll("\\s*\\n\\s*", " ");
  }

  private static void line(PrintWriter out, String name, String value) {
    if (!value.isBlank()) {
      out.printf("%-12s  %s%n", name, TerminalEscaper.line(value));
    }
  }

  private static void print(FindingStory story, RuleNotes rule, PrintWriter out) {
    story.fields().forEach((name, value) -> line(out, name, value));
    FoundFacts facts = story.facts();
    line(out, "address", FoundFacts.line(facts.addresses()));
    line(out, "user agent", FoundFacts.line(facts.agents()));
    line(out, "resource", FoundFacts.line(facts.resources()));
    line(out, "error", FoundFacts.line(facts.errors()));
    line(out, "description", prose(rule.description()));
    line(out, "next", prose(rule.next()));
    out.println();
    for (FindingStory.Change change : story.changes()) {
      String reason = change.reason().isEmpty() ? "" : ": " + change.reason();
      out.println(
          change.time()
              + "  "
              + TerminalEscaper.line(change.state() + " by " + change.by() + reason));
    }
    out.println();
    out.println(PrettyJson.of(story.records()));
    if (story.eventIds().size() > KEPT) {
      out.println();
      out.println("Its events, each for trailhouse show:");
      story.eventIds().forEach(each -> out.println("  " + TerminalEscaper.line(each)));
    }
  }
}
