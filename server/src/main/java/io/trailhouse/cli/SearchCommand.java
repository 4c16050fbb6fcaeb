package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.query.EventSearch;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.query.RowWriter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse search`: events that mention something, newest first.
@Command(
    name = "search",
    description = {
      "Find events that mention an ARN, an IP address, an access key, a name or any other text.",
      "",
      "Every term must stand somewhere in the event, in upper or lower case.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse search AKIAIOSFODNN7EXAMPLE --since 7d",
      "         trailhouse search --field eventName=ConsoleLogin --field errorMessage='*failed*'"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class SearchCommand implements Callable<Integer> {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;
  @Mixin private TimeSpan span;
  @ArgGroup private OutputForm form = new OutputForm();

  @Parameters(paramLabel = "TERM", arity = "0..*", description = "Texts that must all be there.")
  private List<String> terms = List.of();

  @Option(names = "--account", paramLabel = "ID", description = "Only events of this account.")
  private @Nullable String account;

  @Option(names = "--region", paramLabel = "NAME", description = "Only events of this Region.")
  private @Nullable String region;

  @Option(
      names = "--field",
      paramLabel = "NAME=VALUE",
      description =
          "Only events with this value in a column, a field such as useridentity.arn, or a member"
              + " such as requestparameters.bucketName; * stands for anything.")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many events (default ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> wanted = new LinkedHashMap<>(fields);
    if (account != null) {
      wanted.put(EventSearch.ACCOUNT, account);
    }
    if (region != null) {
      wanted.put("awsregion", region);
    }
    try (Platform platform = program.openExisting();
        QueryEngine engine = platform.queries(usual -> usual, new ForcedEnd(spec))) {
      EventSearch search =
          new EventSearch(terms, wanted, span.from(platform.clock().instant()), span.to(), limit);
      boolean forPeople = form.forPeople() && TerminalWidth.columns() > 0;
      try (QueryAnswer answer = search.run(engine, forPeople)) {
        long found = RowWriter.writeAll(answer, form.writer(out), out);
        if (found == 0) {
          PrintWriter err = spec.commandLine().getErr();
          OldEvidence.tell(err, engine, OldEvidence.Asked.of(span, platform));
        }
        if (found == limit && form.forPeople()) {
          spec.commandLine().getErr().println("There may be more: --limit N, or a narrower search");
        }
      }
      return ExitCode.OK;
    }
  }
}
