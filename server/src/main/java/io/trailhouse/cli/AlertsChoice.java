package io.trailhouse.cli;

import io.trailhouse.alert.AlertSpec;
import io.trailhouse.problem.Counted;
import io.trailhouse.services.AlertService;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Which of the messages that reached nobody a decision is about.
final class AlertsChoice {
  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description =
          "Ids of messages as `alerts list` shows them; the first characters are" + " enough.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--alert", paramLabel = "NAME", description = "All of one alert.")
  private @Nullable String name;

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  /// Decides about those that were meant, and says so.
  ///
  /// @param what is to be done with them, for people
  void decide(
      TrailhouseCommand program, CommandLine command, AlertService.Decision decision, String what)
      throws IOException {
    if ((ids.isEmpty() ? 0 : 1) + (name == null ? 0 : 1) + (all ? 1 : 0) != 1) {
      throw new ParameterException(
          command,
          "which messages? Give their ids, or --alert NAME, or --all"
              + " (`trailhouse alerts list` names them)");
    }
    int decided =
        service(program).decide(new AlertService.Choice(List.copyOf(ids), name, all), decision);
    PrintWriter out = command.getOut();
    if (json) {
      JsonNumbers.of().with("messages", decided).print(out);
    } else {
      out.printf(
          "%s to be %s: within seconds by a serve that runs, else when it starts.%n",
          Counted.of(decided, "message"), what);
    }
    out.flush();
  }

  /// The messages of the program's home.
  static AlertService service(TrailhouseCommand program) {
    return new AlertService(
        program.home(), () -> program.config().alerts().stream().map(AlertSpec::name).toList());
  }
}
