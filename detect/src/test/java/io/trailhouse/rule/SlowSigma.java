package io.trailhouse.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A record as Sigma's detections see it, evaluated one rule at a time over plain maps and lists,
/// as the specification reads. It shares nothing with the engine.
final class SlowSigma {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /// Jackson refuses half a surrogate pair in a name; what no rule of the samples asks for stands
  /// in.
  private static final Pattern HALF_PAIR =
      Pattern.compile(
          "(?<!\\\\)\\\\u[dD][89abAB]\\p{XDigit}{2}(?!\\\\u[dD][c-fC-F])"
              + "|(?<!\\\\u[dD][89abAB]\\p{XDigit}{2})\\\\u[dD][c-fC-F]\\p{XDigit}{2}");

  private final Map<String, Object> record;
  private final String raw;

  SlowSigma(String json) throws JsonProcessingException {
    this.record =
        map(JSON.readValue(HALF_PAIR.matcher(json).replaceAll("\\\\ufffd"), Object.class));
    this.raw = JSON.writeValueAsString(record);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  /// Reads a rule's detection, once for all records.
  static Predicate<SlowSigma> detection(Map<String, Object> detection) {
    Map<String, Predicate<SlowSigma>> blocks = new LinkedHashMap<>();
    detection.forEach((name, value) -> {
      if (!name.equals("condition")) {
        blocks.put(name, block(value));
      }
    });
    Object condition = detection.get("condition");
    List<?> all = condition instanceof List<?> list ? list : List.of(condition);
    return any(all.stream().map(each -> new Words((String) each, blocks).or()).toList());
  }

  private static <T> Predicate<T> any(List<Predicate<T>> some) {
    return each -> {
      for (Predicate<T> one : some) {
        if (one.test(each)) {
          return true;
        }
      }
      return false;
    };
  }

  private static <T> Predicate<T> all(List<Predicate<T>> some) {
    return any(some.stream().map(Predicate::not).toList()).negate();
  }

  private static Predicate<SlowSigma> block(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return any(list.stream().map(SlowSigma::block).toList());
    }
    if (value instanceof Map<?, ?> items) {
      return all(
          items.entrySet().stream()
              .map(item -> item((String) item.getKey(), item.getValue()))
              .toList());
    }
    Pattern keyword = Pattern.compile(wild("*" + value + "*"), FLAGS);
    return event -> keyword.matcher(event.raw).matches();
  }

  private static final int FLAGS = Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  /// What a path leads to in a record.
  ///
  /// @param there whether it leads anywhere
  private record Found(SlowSigma event, boolean there, List<Object> values) {
    boolean any(Predicate<Object> one) {
      for (Object value : values) {
        if (value != null && one.test(value)) {
          return true;
        }
      }
      return false;
    }
  }

  private Found found(List<String> path) {
    List<Object> values = new ArrayList<>();
    return new Found(this, walk(record, path, values), values);
  }

  private static Predicate<SlowSigma> item(String key, @Nullable Object value) {
    List<String> parts = List.of(key.split("\\|"));
    List<String> modifiers = parts.subList(1, parts.size());
    List<String> path = names(parts.get(0));
    List<?> wanted = value instanceof List<?> list ? list : Arrays.asList(value);
    if (wanted.isEmpty()) {
      wanted = Arrays.asList((Object) null);
    }
    List<Predicate<Found>> each = new ArrayList<>();
    wanted.forEach(one -> each.add(value(one, modifiers)));
    Predicate<Found> result = modifiers.contains("all") ? all(each) : any(each);
    boolean not = modifiers.contains("neq");
    return event -> not != result.test(event.found(path));
  }

  private static Predicate<Found> value(@Nullable Object wanted, List<String> modifiers) {
    if (modifiers.contains("exists")) {
      return found -> found.there() == (Boolean) Objects.requireNonNull(wanted);
    }
    if (wanted == null) {
      return found -> !found.there() || found.values().contains(null);
    }
    if (modifiers.contains("fieldref")) {
      List<String> path = names((String) wanted);
      return found -> {
        Found others = found.event().found(path);
        return found.any(one -> others.any(other -> text(one).equalsIgnoreCase(text(other))));
      };
    }
    Predicate<Object> is = is(wanted, modifiers);
    return found -> found.any(is);
  }

  private static Predicate<Object> is(Object wanted, List<String> modifiers) {
    if (modifiers.contains("re")) {
      int flags = modifiers.contains("i") ? Pattern.CASE_INSENSITIVE : 0;
      Pattern pattern = Pattern.compile((String) wanted, flags);
      return each -> pattern.matcher(text(each)).find();
    }
    if (wanted instanceof Number number) {
      BigDecimal same = new BigDecimal(number.toString());
      return each -> isNumber(text(each), same);
    }
    String pattern = wanted.toString();
    if (modifiers.contains("contains")) {
      pattern = "*" + pattern + "*";
    } else if (modifiers.contains("startswith")) {
      pattern = pattern + "*";
    } else if (modifiers.contains("endswith")) {
      pattern = "*" + pattern;
    }
    Pattern whole =
        Pattern.compile(wild(pattern), modifiers.contains("cased") ? Pattern.DOTALL : FLAGS);
    return each -> whole.matcher(text(each)).matches();
  }

  private static boolean isNumber(String text, BigDecimal same) {
    try {
      return new BigDecimal(text).compareTo(same) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static List<String> names(String path) {
    return List.of(path.split("\\."));
  }

  /// The expression for a pattern with wildcards and escapes.
  private static String wild(String pattern) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length() && "*?\\".indexOf(pattern.charAt(i + 1)) >= 0) {
        expression.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else if (c == '*') {
        expression.append(".*");
      } else {
        expression.append(c == '?' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return expression.toString();
  }

  /// Whether the path leads anywhere; what it leads to goes into `found`.
  private static boolean walk(@Nullable Object node, List<String> names, List<Object> found) {
    boolean there = false;
    if (names.isEmpty()) {
      found.add(node);
      there = true;
    }
    if (node instanceof List<?> list) {
      for (Object element : list) {
        there |= walk(element, names, found);
      }
    } else if (!names.isEmpty()
        && node instanceof Map<?, ?> object
        && object.containsKey(names.get(0))) {
      there |= walk(object.get(names.get(0)), names.subList(1, names.size()), found);
    }
    return there;
  }

  private static String text(Object value) {
    try {
      return value instanceof Map || value instanceof List
          ? JSON.writeValueAsString(value)
          : value.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A condition, word by word.
  private static final class Words {
    private final List<String> words;
    private final Map<String, Predicate<SlowSigma>> blocks;
    private int at;

    Words(String condition, Map<String, Predicate<SlowSigma>> blocks) {
      this.words =
          List.of(condition.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+", -1));
      this.blocks = blocks;
    }

    Predicate<SlowSigma> or() {
      Predicate<SlowSigma> result = and();
      while (at < words.size() && words.get(at).equals("or")) {
        at++;
        result = result.or(and());
      }
      return result;
    }

    private Predicate<SlowSigma> and() {
      Predicate<SlowSigma> result = not();
      while (at < words.size() && words.get(at).equals("and")) {
        at++;
        result = result.and(not());
      }
      return result;
    }

    private Predicate<SlowSigma> not() {
      String word = words.get(at++);
      if (word.equals("not")) {
        return not().negate();
      }
      if (word.equals("(")) {
        Predicate<SlowSigma> result = or();
        at++;
        return result;
      }
      if (at < words.size() && words.get(at).equals("of")) {
        String pattern = words.get(at + 1).equals("them") ? "*" : words.get(at + 1);
        at += 2;
        List<Predicate<SlowSigma>> named = new ArrayList<>();
        blocks.forEach((name, value) -> {
          if (name.matches(pattern.replace("*", ".*"))) {
            named.add(value);
          }
        });
        return word.equals("all") ? all(named) : any(named);
      }
      return Objects.requireNonNull(blocks.get(word), word);
    }
  }
}
