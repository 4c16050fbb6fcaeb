package io.trailhouse.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.durable.DurableFile;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.stream.StreamPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The states of routes in a folder, one file a route. A file is replaced whole and is on the disk
/// before the next step, so a crash leaves the old state or the new one.
public final class RouteStates {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /// @param folder made when needed
  public RouteStates(Path folder) {
    this.folder = folder;
  }

  /// The state of a route; null when it has none yet.
  ///
  /// @throws TrailhouseException with HOME_UNUSABLE when the file is there and cannot be read: to
  ///   go on without it would send events twice or not at all
  public @Nullable RouteState read(String route) throws IOException {
    Path file = file(route);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      JsonNode account = json.get("account");
      JsonNode pendingEnd = json.get("promised");
      return new RouteState(
          StreamPosition.of(json.get("position").textValue()),
          pendingEnd == null ? null : StreamPosition.of(pendingEnd.textValue()),
          new RouteAccount(
              account.get("in").longValue(),
              account.get("kept").longValue(),
              numbers(account.get("dropped")),
              account.get("delivered").longValue(),
              numbers(account.get("failed"))));
    } catch (IOException | RuntimeException e) {
      String why = e instanceof IOException io ? FileReason.of(io) : "it holds no state of a route";
      throw new TrailhouseException(
          Code.HOME_UNUSABLE,
          "the state of route " + route + " cannot be read: " + why,
          file.toString(),
          "Restore the file, or remove it: the route then begins with what comes next, and"
              + " `trailhouse routes replay` sends what lies between",
          e);
    }
  }

  private static SortedMap<String, Long> numbers(JsonNode json) {
    SortedMap<String, Long> numbers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      numbers.put(each.getKey(), each.getValue().longValue());
    }
    return numbers;
  }

  /// Remembers a state; on the disk when this returns.
  public void write(String route, RouteState state) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("position", state.position().toString());
    if (state.pendingEnd() != null) {
      json.put("promised", state.pendingEnd().toString());
    }
    ObjectNode account = json.putObject("account");
    account.put("in", state.account().in());
    account.put("kept", state.account().kept());
    state.account().dropped().forEach(account.putObject("dropped")::put);
    account.put("delivered", state.account().delivered());
    state.account().failed().forEach(account.putObject("failed")::put);
    new DurableFile(file(route)).write(JSON.writeValueAsBytes(json));
  }

  /// Forgets a route.
  public void remove(String route) throws IOException {
    new DurableFile(file(route)).remove();
  }

  private Path file(String route) {
    return folder.resolve(route + ".json");
  }
}
