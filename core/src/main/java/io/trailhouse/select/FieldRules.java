package io.trailhouse.select;

import io.trailhouse.problem.NearName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which fields and operators an advanced event selector may have, by its category.
///
/// Of trails and event data stores together, so that a selector of either is taken. Source:
/// CloudTrail API reference, `AdvancedFieldSelector`.
final class FieldRules {
  private static final Set<String> OF_EVENTS =
      Set.of(
          "readOnly",
          "eventName",
          "eventSource",
          "eventType",
          "userIdentity.arn",
          "sessionCredentialFromConsole");

  private static final Map<String, Set<String>> BY_CATEGORY =
      Map.of(
          "Management", OF_EVENTS,
          "Data", with("resources.type", "resources.ARN"),
          "NetworkActivity",
              Set.of("eventSource", "eventName", "vpcEndpointId", "errorCode", "userIdentity.arn"),
          "Insight", Set.of(),
          "ConfigurationItem", Set.of(),
          "Evidence", Set.of(),
          "ActivityAuditLog", Set.of());

  private static final Set<String> ONLY_EQUALS =
      Set.of("eventCategory", "readOnly", "resources.type");

  private final EventSelectors.Selection selection;
  private final String at;
  private final Map<String, Map<?, ?>> fields = new HashMap<>();

  FieldRules(EventSelectors.Selection selection, String at) {
    this.selection = selection;
    this.at = at;
  }

  private static Set<String> with(String... more) {
    Set<String> all = new TreeSet<>(OF_EVENTS);
    all.addAll(List.of(more));
    return all;
  }

  void note(Map<?, ?> selector, String place) {
    if (!(selector.get("Field") instanceof String name)) {
      selection.wrong(place, "expected Field, the name of a field");
    } else if (fields.put(name, selector) != null) {
      selection.wrong(place, name + " is here twice; put all its operators into one selector");
    } else {
      if (selector.size() == 1) {
        selection.wrong(place, "expected an operator beside Field, such as Equals");
      }
      if (ONLY_EQUALS.contains(name)
          && selector.keySet().stream().anyMatch(key -> !Set.of("Field", "Equals").contains(key))) {
        selection.wrong(place, name + " takes Equals and no other operator");
      }
    }
  }

  void check() {
    String category = only("eventCategory");
    if (category == null) {
      selection.wrong(at, "expected the field eventCategory with Equals and one category");
      return;
    }
    Set<String> allowed = BY_CATEGORY.get(category);
    if (allowed == null) {
      selection.wrong(
          at,
          "unknown category %s; there are %s"
              .formatted(category, String.join(", ", new TreeSet<>(BY_CATEGORY.keySet()))));
      return;
    }
    for (String name : new TreeSet<>(fields.keySet())) {
      if (!name.equals("eventCategory") && !allowed.contains(name)) {
        selection.wrong(at, notAllowed(name, category, allowed));
      }
    }
    checkNeeded(category);
    checkReadOnly();
  }

  private static String notAllowed(String name, String category, Set<String> allowed) {
    String near = NearName.of(name, allowed);
    return near == null
        ? "%s events have no field selector %s; there are %s"
            .formatted(category, name, String.join(", ", new TreeSet<>(allowed)))
        : "unknown field %s; did you mean %s?".formatted(name, near);
  }

  private void checkNeeded(String category) {
    String needed =
        switch (category) {
          case "Data" -> "resources.type";
          case "NetworkActivity" -> "eventSource";
          default -> null;
        };
    if (needed != null && only(needed) == null) {
      selection.wrong(
          at, "%s events need the field %s with Equals and one value".formatted(category, needed));
    }
  }

  private void checkReadOnly() {
    String readOnly = fields.containsKey("readOnly") ? only("readOnly") : "true";
    if (!Set.of("true", "false").contains(String.valueOf(readOnly))) {
      selection.wrong(at, "readOnly equals true or false");
    }
  }

  private @Nullable String only(String name) {
    Map<?, ?> selector = fields.get(name);
    return selector != null
            && selector.get("Equals") instanceof List<?> values
            && values.size() == 1
        ? String.valueOf(values.get(0))
        : null;
  }
}
