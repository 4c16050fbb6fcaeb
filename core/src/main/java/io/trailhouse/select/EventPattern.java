package io.trailhouse.select;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.event.RecordJson;
import io.trailhouse.event.RecordTrees;
import io.trailhouse.match.Matcher;
import io.trailhouse.match.Matchers;
import io.trailhouse.match.Predicate;
import io.trailhouse.match.Subject;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.JsonReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import software.amazon.event.ruler.Machine;

/// An EventBridge event pattern, judged by EventBridge's own engine.
///
/// The engine needs a tree of the event, so it is asked only where [PatternSketch], which reads the
/// simple parts of a pattern, cannot say the answer from the record's bytes alone.
public final class EventPattern {
  /// Of patterns, not of records.
  private static final ObjectMapper TREES = new ObjectMapper(RecordJson.FACTORY);

  /// Keys that stand in the envelope and in no record; `resources` stands in both.
  static final Set<String> OF_ENVELOPE =
      Set.of("version", "id", "detail-type", "source", "account", "time", "region", "detail");

  private final Machine machine;
  private final boolean enveloped;
  private final PatternSketch sketch;
  private final Matcher quick;

  private EventPattern(Machine machine, boolean enveloped, PatternSketch sketch) {
    this.machine = machine;
    this.enveloped = enveloped;
    this.sketch = sketch;
    this.quick = Matchers.compile(sketch.predicate());
  }

  /// Compiles a pattern. One whose top keys are an envelope's is matched against the record inside
  /// its envelope, any other against the bare record.
  ///
  /// @param json as EventBridge takes it
  /// @throws InvalidConditionException with the service's own words where it gives some
  public static Predicate compile(String json) throws InvalidConditionException {
    EventPattern pattern = of(json);
    return new Predicate.Judged(json, pattern::matches, pattern.sketch.predicate());
  }

  static EventPattern of(String json) throws InvalidConditionException {
    Machine machine = Machine.builder().build();
    try {
      machine.addRule("pattern", json);
      JsonNode tree = TREES.readTree(json);
      boolean enveloped = isEnveloped(tree);
      return new EventPattern(machine, enveloped, PatternSketch.of(tree, enveloped));
    } catch (JsonProcessingException e) {
      throw invalid(reason(e, json) + place(e));
    } catch (IOException | RuntimeException e) {
      throw invalid(FileReason.ofAny(e));
    }
  }

  private static InvalidConditionException invalid(String reason) {
    return new InvalidConditionException("", "Event pattern is not valid. Reason: " + reason);
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /// The engine's reason as the service words it: of two reasons the service has newer words.
  private static String reason(JsonProcessingException e, String json) {
    String reason = JsonReason.sentence(e);
    reason = reason.replace("anything-but/ignore-case", "anything-but/equals-ignore-case");
    if (e instanceof JsonParseException
        && reason.equals("prefix/suffix match pattern must be a string")
        && charBefore(json, e) == '{') {
      return "Value of anything-but must be an array or single string/number value.";
    }
    return reason;
  }

  private static char charBefore(String json, JsonProcessingException e) {
    long at = e.getLocation() == null ? -1 : e.getLocation().getCharOffset() - 1;
    return at < 0 || at >= json.length() ? ' ' : json.charAt((int) at);
  }

  static boolean isEnveloped(JsonNode pattern) {
    for (Map.Entry<String, JsonNode> each : pattern.properties()) {
      if (OF_ENVELOPE.contains(firstLabel(each.getKey()))
          || (each.getKey().equals("resources") && each.getValue().isArray())) {
        return true;
      }
      if (each.getKey().equals("$or")) {
        for (JsonNode alternative : each.getValue()) {
          if (isEnveloped(alternative)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static String firstLabel(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  /// Whether an event of any kind matches, envelope and all.
  boolean matchesEvent(String json) {
    try {
      return !machine.rulesForJSONEvent(RecordTrees.MAPPER.readTree(json)).isEmpty();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean matches(Subject subject) {
    if (!subject.hasUnknownFields()) {
      subject.takeMetOdd();
      boolean maybe = quick.matches(subject);
      if (!subject.takeMetOdd() && (!maybe || sketch.isExact())) {
        return maybe;
      }
    }
    return matchesEvent(enveloped ? Envelope.inBothSpellings(subject) : subject.view().json());
  }
}
