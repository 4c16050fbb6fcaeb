package io.trailhouse.finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.event.RecordTrees;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What people ask first of the records of a finding: from where, with what program, on what, and
/// with which error. All texts come from events and may be hostile.
///
/// @param addresses as the records write them, each once, as all the others
/// @param resources ARNs where records have them, else the names and ids among the parameters
/// @param errors code and message
public record FoundFacts(
    List<String> addresses, List<String> agents, List<String> resources, List<String> errors) {
  /// So many names of one event are taken; a bulk call may have a thousand.
  private static final int MOST_OF_EVENT = 20;

  private static final int SHOWN = 3;

  /// Looks at records; one that is no JSON, or a part of one, says what it says.
  public static FoundFacts of(List<String> records) {
    return facts(records.stream().map(FoundFacts::tree).toList());
  }

  /// Looks at a JSON array of records.
  public static FoundFacts ofArray(String records) {
    return facts(tree(records));
  }

  private static FoundFacts facts(Iterable<JsonNode> records) {
    Set<String> addresses = new LinkedHashSet<>();
    Set<String> agents = new LinkedHashSet<>();
    Set<String> resources = new LinkedHashSet<>();
    Set<String> errors = new LinkedHashSet<>();
    for (JsonNode tree : records) {
      add(addresses, tree.path("sourceIPAddress"));
      add(agents, tree.path("userAgent"));
      resources.addAll(resources(tree));
      String code = text(tree.path("errorCode"));
      String message = text(tree.path("errorMessage"));
      if (!code.isEmpty() || !message.isEmpty()) {
        errors.add(code.isEmpty() || message.isEmpty() ? code + message : code + ": " + message);
      }
    }
    return new FoundFacts(
        List.copyOf(addresses), List.copyOf(agents), List.copyOf(resources), List.copyOf(errors));
  }

  private static JsonNode tree(String record) {
    try {
      return RecordTrees.MAPPER.readTree(record);
    } catch (JsonProcessingException e) {
      return RecordTrees.MAPPER.missingNode();
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  private static void add(Set<String> to, JsonNode value) {
    if (!text(value).isBlank()) {
      to.add(value.textValue());
    }
  }

  private static Set<String> resources(JsonNode record) {
    Set<String> found = new LinkedHashSet<>();
    for (JsonNode each : record.path("resources")) {
      add(found, each.path(each.has("ARN") ? "ARN" : "arn"));
    }
    if (found.isEmpty()) {
      named(record.path("requestParameters"), found);
    }
    return new LinkedHashSet<>(found.stream().limit(MOST_OF_EVENT).toList());
  }

  /// Values whose key says that they name something: `bucketName`, `instanceId`, `roleArn`.
  private static void named(JsonNode parameters, Set<String> found) {
    for (Map.Entry<String, JsonNode> each : parameters.properties()) {
      String key = each.getKey();
      if (key.equals("name")
          || key.equals("key")
          || key.matches("[a-zA-Z]+(?:Name|Id|ID|Arn|ARN)")) {
        add(found, each.getValue());
      } else if (key.endsWith("Set")) {
        each.getValue().path("items").forEach(item -> named(item, found));
      }
    }
  }

  /// Some of them on one line, with the number of the others.
  public static String line(List<String> all) {
    List<String> shown = new ArrayList<>(all.subList(0, Math.min(SHOWN, all.size())));
    int more = all.size() - shown.size();
    return String.join(", ", shown) + (more > 0 ? " and %,d more".formatted(more) : "");
  }
}
