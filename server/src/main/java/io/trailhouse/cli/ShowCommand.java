package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.query.EventStory;
import io.trailhouse.query.PrettyJson;
import io.trailhouse.query.StoryJson;
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

/// `trailhouse show`: one event in full, and its session around it.
@Command(
    name = "show",
    description = {
      "Show one event in full, with the same caller's events before and after it.",
      "",
      "The same caller is the same role session, else the same access key, else the same principal,"
          + " within a day.",
      ""
    },
    footer = {"", "Example: trailhouse show 3270e016-59a1-4448-8dd1-d27a4796502d --around 20"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ShowCommand implements Callable<Integer> {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EVENT-ID",
      description = "An event's id, or at least its first eight characters.")
  private String id;

  @Option(
      names = "--around",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many events before it and after it (default ${DEFAULT-VALUE}).")
  private int around;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = program.openExisting();
        Services services = platform.services(new ForcedEnd(spec))) {
      EventStory story = services.events().story(id.strip(), Math.max(0, around));
      if (json) {
        StoryJson.print(story, out);
      } else {
        print(story, out);
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private static void print(EventStory story, PrintWriter out) {
    for (String record : story.records()) {
      out.println(TerminalEscaper.text(PrettyJson.of(record)));
    }
    out.println();
    out.println("Around it, " + TerminalEscaper.line(story.session()) + ":");
    for (EventStory.Moment moment : story.around()) {
      String line =
          (moment.asked() ? "> " : "  ")
              + moment.time()
              + "  "
              + moment.event()
              + "  "
              + String.join("  ", moment.details());
      String shortId = moment.eventId().substring(0, Math.min(8, moment.eventId().length()));
      out.println(TerminalEscaper.line(line + "  " + shortId));
    }
    if (story.around().isEmpty()) {
      out.println("  nothing: the record does not name its caller");
    }
  }
}
