package io.trailhouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.match.Predicate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Conditions as event patterns, as far as that language can say them: alternatives, each a
/// conjunction of fields with matchers. Event-ruler takes several patterns under one name.
final class RulerRules {
  private static final int MOST_ALTERNATIVES = 100;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A condition that no event pattern says.
  static final class Inexpressible extends Exception {
    private static final long serialVersionUID = 1;
  }

  private RulerRules() {}

  /// The patterns of which one has to match an event in its envelope.
  static List<String> patterns(Predicate predicate) throws Inexpressible {
    List<String> patterns = new ArrayList<>();
    for (Map<String, ArrayNode> fields : alternatives(predicate, true)) {
      if (fields.isEmpty()) {
        throw new Inexpressible();
      }
      patterns.add(nested(fields).toString());
    }
    return patterns;
  }

  private static List<Map<String, ArrayNode>> alternatives(Predicate predicate, boolean holds)
      throws Inexpressible {
    if (predicate instanceof Predicate.All all) {
      return holds ? all(all.of(), true) : any(all.of(), false);
    }
    if (predicate instanceof Predicate.Any any) {
      return holds ? any(any.of(), true) : all(any.of(), false);
    }
    if (predicate instanceof Predicate.Not not) {
      return alternatives(not.of(), !holds);
    }
    if (predicate instanceof Predicate.Field field) {
      ArrayNode matchers = holds ? RulerMatchers.of(field.test()) : RulerMatchers.not(field.test());
      return List.of(Map.of("detail." + path(field), matchers));
    }
    if (predicate instanceof Predicate.Judged judged && holds) {
      return judged(judged.text());
    }
    if (predicate instanceof Predicate.Always always) {
      return always.holds() == holds ? List.of(Map.of()) : List.of();
    }
    throw new Inexpressible();
  }

  private static String path(Predicate.Field field) throws Inexpressible {
    try {
      return FlatCondition.dotted(field.path());
    } catch (IllegalArgumentException e) {
      throw new Inexpressible();
    }
  }

  private static List<Map<String, ArrayNode>> any(List<Predicate> of, boolean holds)
      throws Inexpressible {
    List<Map<String, ArrayNode>> alternatives = new ArrayList<>();
    for (Predicate each : of) {
      alternatives.addAll(alternatives(each, holds));
    }
    return alternatives;
  }

  private static List<Map<String, ArrayNode>> all(List<Predicate> of, boolean holds)
      throws Inexpressible {
    List<Map<String, ArrayNode>> alternatives = List.of(Map.of());
    for (Predicate each : of) {
      alternatives = product(alternatives, alternatives(each, holds));
    }
    return alternatives;
  }

  private static List<Map<String, ArrayNode>> product(
      List<Map<String, ArrayNode>> some, List<Map<String, ArrayNode>> others) throws Inexpressible {
    List<Map<String, ArrayNode>> product = new ArrayList<>();
    for (Map<String, ArrayNode> one : some) {
      for (Map<String, ArrayNode> other : others) {
        Map<String, ArrayNode> both = new TreeMap<>(one);
        for (Map.Entry<String, ArrayNode> each : other.entrySet()) {
          ArrayNode known = both.put(each.getKey(), each.getValue());
          if (known != null && !known.equals(each.getValue())) {
            throw new Inexpressible();
          }
        }
        product.add(both);
      }
    }
    if (product.size() > MOST_ALTERNATIVES) {
      throw new Inexpressible();
    }
    return product;
  }

  private static List<Map<String, ArrayNode>> judged(String pattern) throws Inexpressible {
    try {
      return object(JSON.readTree(pattern), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<String, ArrayNode>> object(JsonNode pattern, String path)
      throws Inexpressible {
    List<Map<String, ArrayNode>> alternatives = List.of(Map.of());
    for (Map.Entry<String, JsonNode> each : pattern.properties()) {
      String below = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
      List<Map<String, ArrayNode>> these = new ArrayList<>();
      if (each.getKey().equals("$or")) {
        for (JsonNode one : each.getValue()) {
          these.addAll(object(one, path));
        }
      } else if (each.getValue().isObject()) {
        these.addAll(object(each.getValue(), below));
      } else {
        these.add(Map.of(below, (ArrayNode) each.getValue()));
      }
      alternatives = product(alternatives, these);
    }
    return alternatives;
  }

  private static ObjectNode nested(Map<String, ArrayNode> fields) throws Inexpressible {
    ObjectNode root = NODES.objectNode();
    for (Map.Entry<String, ArrayNode> each : fields.entrySet()) {
      String[] names = each.getKey().split("\\.", -1);
      ObjectNode at = root;
      for (int i = 0; i < names.length - 1; i++) {
        if (at.has(names[i]) && !at.get(names[i]).isObject()) {
          throw new Inexpressible();
        }
        at = at.withObjectProperty(names[i]);
      }
      if (at.has(names[names.length - 1])) {
        throw new Inexpressible();
      }
      at.set(names[names.length - 1], each.getValue());
    }
    return root;
  }
}
