package io.trailhouse.cli;

import io.trailhouse.platform.Platform;
import io.trailhouse.query.EventSearch;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.RowWriter;
import io.trailhouse.query.SearchTerm;
import io.trailhouse.services.Services;
import java.io.PrintWriter;
import java.util.ArrayList;
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
      "A term is a text that stands somewhere in the event, or NAME:VALUE of a field: account,"
          + " region, service, call, principal, address, agent, key, error, category, a column or a"
          + " member of one. In VALUE, * stands for anything, and alone for any value at all; an"
          + " address may be a block such as 10.0.0.0/8. Case does not matter.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse search AKIAIOSFODNN7EXAMPLE --since 7d",
      "         trailhouse search principal:alice address:198.51.100.0/24 --not 'error:*'"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class SearchCommand implements Callable<Integer> {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;
  @Mixin private SpanOptions span;
  @ArgGroup private OutputForm form = new OutputForm();

  @Parameters(
      paramLabel = "TERM",
      arity = "0..*",
      description = "Texts, or conditions such as call:PutObject, that must all hold.")
  private List<String> words = List.of();

  @Option(
      names = "--not",
      paramLabel = "TERM",
      description = "Only events of which this does not hold; may be given several times.")
  private List<String> unwanted = List.of();

  @Option(
      names = "--account",
      paramLabel = "ID",
      converter = AccountId.class,
      description = "Only events of this account.")
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
      description = "At most this many events (default ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Platform platform = program.openExisting();
        Services services = platform.services(new ForcedEnd(spec))) {
      EventSearch search =
          new EventSearch(
              terms(),
              span.from(platform.clock().instant()),
              span.to(platform.clock().instant()),
              limit);
      boolean forPeople = form.forPeople() && TerminalWidth.columns() > 0;
      try (QueryAnswer answer = services.events().find(search, forPeople)) {
        long found = RowWriter.writeAll(answer, form.writer(out), out);
        if (found == 0) {
          PrintWriter err = spec.commandLine().getErr();
          OldEvidence.tell(err, services.events(), OldEvidence.Asked.of(span, platform));
        }
        if (found == limit && form.forPeople()) {
          spec.commandLine().getErr().println("There may be more: --limit N, or a narrower search");
        }
      }
      return ExitCode.OK;
    }
  }

  private List<SearchTerm> terms() {
    List<SearchTerm> wanted = new ArrayList<>();
    words.forEach(word -> wanted.add(SearchTerm.word(word)));
    unwanted.forEach(word -> wanted.add(SearchTerm.word(word).negated()));
    fields.forEach((name, value) -> wanted.add(SearchTerm.field(name, value)));
    if (account != null) {
      wanted.add(SearchTerm.field(EventSearch.ACCOUNT, account));
    }
    if (region != null) {
      wanted.add(SearchTerm.field("region", region));
    }
    return wanted;
  }
}
