package io.trailhouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A record as many programs hold it: a map from dotted names to values.
///
/// @param values lists on the way are walked through
/// @param json the whole record
record FlatRecord(Map<String, List<Value>> values, JsonNode json) {
  /// @param inList whether a list stands on the way to it
  record Value(JsonNode node, boolean inList) {}

  /// @param event the record in EventBridge's envelope, whose keys stand beside the record's own
  static FlatRecord of(JsonNode event) {
    FlatRecord flat = new FlatRecord(new HashMap<>(), event.get("detail"));
    for (String key : List.of("source", "detail-type", "account", "region")) {
      flat.put(key, event.get(key), false);
    }
    flat.json.properties().forEach(each -> flat.put(each.getKey(), each.getValue(), false));
    return flat;
  }

  private void put(String path, JsonNode node, boolean inList) {
    values.computeIfAbsent(path, each -> new ArrayList<>(1)).add(new Value(node, inList));
    if (node.isArray()) {
      node.forEach(each -> put(path, each, true));
    } else if (node.isObject()) {
      node.properties().forEach(each -> put(path + "." + each.getKey(), each.getValue(), inList));
    }
  }

  List<Value> at(String path) {
    return values.getOrDefault(path, List.of());
  }
}
