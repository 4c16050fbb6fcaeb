package io.trailhouse.cli;

import io.trailhouse.config.ServerSpec;
import io.trailhouse.platform.ServePlace;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse status`: what a running `serve` says of itself.
@Command(
    name = "status",
    description = {
      "Ask the running serve how its sources, routes, rules and alerts are.",
      "",
      "It finds serve by a file in the home folder, or by server.listen of the configuration."
          + " Ends with 1 when serve has problems, or when none answers.",
      ""
    },
    footer = {"", "Example: trailhouse status", "         trailhouse status --json"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class StatusCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LARGEST = 64 << 20;

  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the JSON object of /status.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String text = ask();
    StatusText status = StatusText.of(text);
    if (status == null) {
      throw none("what answers there is no serve", "another program's port");
    }
    if (json) {
      out.print(text);
    } else {
      status.print(out, Instant.now());
    }
    out.flush();
    return status.hasProblems() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private String ask() {
    Set<String> places = new LinkedHashSet<>();
    String left = ServePlace.of(program.home());
    if (left != null) {
      places.add(left);
    }
    ServerSpec server = program.config().server();
    if (server.port() != 0) {
      places.add("http://" + server.host() + ":" + server.port());
    }
    for (String place : places) {
      String answer = ask(place);
      if (answer != null && (place.equals(left) || isOfThisHome(answer, place))) {
        return answer;
      }
    }
    throw none(
        "no serve answers",
        places.isEmpty() ? program.home().toString() : String.join(", ", places));
  }

  private boolean isOfThisHome(String answer, String place) {
    StatusText status = StatusText.of(answer);
    String home = program.home().toAbsolutePath().normalize().toString();
    if (status != null && !status.home().equals(home)) {
      throw none("the serve that answers works on another home, " + status.home(), place);
    }
    return true;
  }

  private static TrailhouseException none(String problem, String place) {
    return new TrailhouseException(
        Code.NOT_FOUND,
        problem,
        place,
        "Start one with trailhouse serve, or name its home with --home DIR or its configuration"
            + " with --config FILE");
  }

  /// The page of a place; null when nobody answers there.
  private static @Nullable String ask(String place) {
    try {
      HttpURLConnection asked =
          (HttpURLConnection) URI.create(place + "/status").toURL().openConnection(Proxy.NO_PROXY);
      asked.setConnectTimeout(PATIENCE_MILLIS);
      asked.setReadTimeout(PATIENCE_MILLIS);
      asked.setInstanceFollowRedirects(false);
      try (InputStream in = asked.getInputStream()) {
        return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
      }
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
