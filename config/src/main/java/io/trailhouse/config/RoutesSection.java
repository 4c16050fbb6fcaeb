package io.trailhouse.config;

import io.trailhouse.match.FieldPath;
import io.trailhouse.match.FieldText;
import io.trailhouse.match.Predicate;
import io.trailhouse.route.Buffer;
import io.trailhouse.route.RecordForm;
import io.trailhouse.route.RecordWriter;
import io.trailhouse.route.Redaction;
import io.trailhouse.route.Sample;
import io.trailhouse.route.Shape;
import io.trailhouse.select.Condition;
import io.trailhouse.select.ConditionRemarks;
import io.trailhouse.select.InvalidConditionException;
import io.trailhouse.select.ParseProblem;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads `routes`.
final class RoutesSection {
  static final String SECTION = "routes";

  private static final Set<String> OWN_KEYS =
      Set.of("to", "errors", "buffer", "shape", "sample", "keep");
  private static final Duration KEEP = Duration.ofDays(7);

  private final Path file;
  private final Values values;

  RoutesSection(Path file, Values values) {
    this.file = file;
    this.values = values;
  }

  List<RouteSpec> read() {
    List<RouteSpec> routes = new ArrayList<>();
    for (ConfigTree.Free free : values.free(SECTION)) {
      FreeTree tree = values.tree(SECTION + "." + free.name(), free.node());
      RouteSpec route =
          route(free.name(), new Branch(tree, SECTION + "." + free.name(), tree.value()));
      if (route != null) {
        routes.add(route);
      }
    }
    return List.copyOf(routes);
  }

  private @Nullable RouteSpec route(String name, Branch branch) {
    Set<String> known = new TreeSet<>(Condition.KEYS);
    known.addAll(OWN_KEYS);
    branch.knows(known);
    Predicate condition = condition(branch);
    Sample sample = sample(branch.branch("sample"));
    Shape shape = shape(branch.branch("shape"));
    Duration keep = branch.time("keep", KEEP, Duration.ofMinutes(1), Duration.ofDays(30));
    Destinations destinations = new Destinations(values.folder(), name);
    RouteSpec.Errors errors = destinations.errors(branch);
    Branch to = branch.branch("to");
    Destinations.Place place = to == null ? null : destinations.read(to);
    if (to == null) {
      branch.wrong("", "needs to, the place that its events go to");
    }
    if (to == null || place == null) {
      buffer(branch.branch("buffer"), Buffer.DEFAULT); // for its own mistakes
      return null;
    }
    boolean columns = place.isOfObjects() && place.objects().format() == RouteSpec.Format.PARQUET;
    if (columns && !(shape.rename().isEmpty() && shape.choose().isEmpty())) {
      branch.wrong("shape", "Parquet has its own columns: only drop, redact and secrets fit");
    }
    Buffer usual =
        place.isOfObjects() ? Buffer.DEFAULT : new Buffer(1 << 20, Duration.ofSeconds(1));
    return new RouteSpec(
        name,
        condition,
        remarks(branch),
        sample,
        new RecordWriter(place.form(), shape),
        place.to(),
        place.objects(),
        errors,
        buffer(
            branch.branch("buffer") == null ? to.branch("buffer") : branch.branch("buffer"), usual),
        keep);
  }

  /// The keys of a condition stand among the route's own; without any, every event is chosen.
  private static Map<String, @Nullable Object> keysOfCondition(Branch branch) {
    Map<String, @Nullable Object> condition = new LinkedHashMap<>();
    for (Map.Entry<?, ?> each : branch.map().entrySet()) {
      if (Condition.KEYS.contains(String.valueOf(each.getKey()))) {
        condition.put(String.valueOf(each.getKey()), each.getValue());
      }
    }
    return condition;
  }

  private List<RouteSpec.Remark> remarks(Branch branch) {
    return ConditionRemarks.of(keysOfCondition(branch)).stream()
        .map(each ->
            new RouteSpec.Remark(file, each.path(), branch.about(each.path(), each.problem())))
        .toList();
  }

  private static Predicate condition(Branch branch) {
    Map<String, @Nullable Object> condition = keysOfCondition(branch);
    if (condition.isEmpty()) {
      return new Predicate.Always(true);
    }
    try {
      return Condition.compile(condition);
    } catch (InvalidConditionException e) {
      for (ParseProblem each : e.problems()) {
        branch.wrong(each.path(), each.problem());
      }
      return new Predicate.Always(false);
    }
  }

  private static @Nullable Sample sample(@Nullable Branch branch) {
    if (branch == null) {
      return null;
    }
    branch.knows(Set.of("share", "by"));
    String share = branch.text("share", "");
    String number = share.endsWith("%") ? share.substring(0, share.length() - 1) : share;
    double part = 0;
    if (number.matches("[0-9]{1,3}(\\.[0-9]{1,9})?")) {
      part = new BigDecimal(number).doubleValue() / (share.endsWith("%") ? 100 : 1);
    }
    if (part <= 0 || part > 1) {
      branch.wrong("share", "'" + share + "' is no share; write 10% or 0.1");
    }
    return new Sample(part, new FieldText(FieldPath.dotted(branch.text("by", "userIdentity.arn"))));
  }

  private static Buffer buffer(@Nullable Branch branch, Buffer usual) {
    if (branch == null) {
      return usual;
    }
    branch.knows(Set.of("size", "age"));
    return new Buffer(
        branch.size("size", usual.size(), 1, 64L << 20),
        branch.time("age", usual.age(), Duration.ofSeconds(1), Duration.ofDays(1)));
  }

  private static Shape shape(@Nullable Branch branch) {
    if (branch == null) {
      return Shape.AS_IT_IS;
    }
    branch.knows(Set.of("choose", "drop", "rename", "redact", "hash-key", "secrets"));
    Map<String, Redaction> redact = new LinkedHashMap<>();
    String key = branch.text("hash-key");
    branch
        .pairs("redact")
        .forEach((field, how) -> {
          if (how.equals("mask")) {
            redact.put(field, new Redaction.Mask());
          } else if (how.equals("hash") && key != null) {
            redact.put(field, new Redaction.Hash(key));
          } else {
            branch.wrong(
                "redact." + field,
                how.equals("hash")
                    ? "needs hash-key beside redact, such as ${env:HASH_KEY}"
                    : "'" + how + "' is neither mask nor hash");
          }
        });
    boolean masks = branch.word("secrets", "keep", Set.of("keep", "mask")).equals("mask");
    return new Shape(
        branch.texts("choose"), branch.texts("drop"), branch.pairs("rename"), redact, masks);
  }

  static RecordForm form(String word) {
    return switch (word) {
      case "eventbridge" -> RecordForm.EVENTBRIDGE;
      case "ocsf" -> RecordForm.OCSF;
      default -> RecordForm.RECORD;
    };
  }
}
