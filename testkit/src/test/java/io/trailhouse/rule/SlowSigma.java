package io.trailhouse.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sigma's detections evaluated one record and one rule at a time over plain maps and lists, as the
/// specification reads and with no regard to time. It shares nothing with the engine.
final class SlowSigma {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /// Jackson refuses half a surrogate pair in a name; what no rule of the samples asks for stands
  /// in.
  private static final Pattern HALF_PAIR =
      Pattern.compile(
          "(?<!\\\\)\\\\u[dD][89abAB]\\p{XDigit}{2}(?!\\\\u[dD][c-fC-F])"
              + "|(?<!\\\\u[dD][89abAB]\\p{XDigit}{2})\\\\u[dD][c-fC-F]\\p{XDigit}{2}");

  private static final Map<String, Pattern> PATTERNS = new HashMap<>();
  private static final Map<String, List<String>> WORDS = new HashMap<>();
  private static final Map<String, List<String>> KEYS = new HashMap<>();
  private static final Map<String, List<String>> PATHS = new HashMap<>();

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

  boolean matches(Map<String, Object> detection) {
    Map<String, BooleanSupplier> blocks = new LinkedHashMap<>();
    detection.forEach((name, value) -> {
      if (!name.equals("condition")) {
        blocks.put(name, () -> block(value));
      }
    });
    Object condition = detection.get("condition");
    List<?> all = condition instanceof List<?> list ? list : List.of(condition);
    return all.stream().anyMatch(each -> new Words((String) each, blocks).or().getAsBoolean());
  }

  private boolean block(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(this::block);
    }
    if (value instanceof Map<?, ?> items) {
      return items.entrySet().stream()
          .allMatch(item -> item((String) item.getKey(), item.getValue()));
    }
    return compiled("*" + value + "*", FLAGS).matcher(raw).matches();
  }

  private static final int FLAGS = Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private boolean item(String key, @Nullable Object value) {
    List<String> parts = KEYS.computeIfAbsent(key, same -> List.of(same.split("\\|")));
    List<String> modifiers = parts.subList(1, parts.size());
    List<Object> found = new ArrayList<>();
    boolean there = walk(record, PATHS.computeIfAbsent(parts.get(0), SlowSigma::names), found);
    List<?> wanted = value instanceof List<?> list ? list : java.util.Arrays.asList(value);
    if (wanted.isEmpty()) {
      wanted = java.util.Arrays.asList((Object) null);
    }
    Predicate<Object> one = each -> value(each, modifiers, there, found);
    boolean result =
        modifiers.contains("all") ? wanted.stream().allMatch(one) : wanted.stream().anyMatch(one);
    return modifiers.contains("neq") != result;
  }

  private boolean value(
      @Nullable Object wanted, List<String> modifiers, boolean there, List<Object> found) {
    if (modifiers.contains("exists")) {
      return there == (Boolean) Objects.requireNonNull(wanted);
    }
    if (wanted == null) {
      return !there || found.contains(null);
    }
    if (modifiers.contains("fieldref")) {
      List<Object> others = new ArrayList<>();
      walk(record, List.of(((String) wanted).split("\\.")), others);
      return found.stream()
          .filter(Objects::nonNull)
          .anyMatch(each ->
              others.stream()
                  .filter(Objects::nonNull)
                  .anyMatch(other -> text(each).equalsIgnoreCase(text(other))));
    }
    return found.stream().filter(Objects::nonNull).anyMatch(each -> is(each, wanted, modifiers));
  }

  private static boolean is(Object each, Object wanted, List<String> modifiers) {
    if (modifiers.contains("re")) {
      int flags = modifiers.contains("i") ? Pattern.CASE_INSENSITIVE : 0;
      return Pattern.compile((String) wanted, flags).matcher(text(each)).find();
    }
    if (wanted instanceof Number number) {
      try {
        return new BigDecimal(text(each)).compareTo(new BigDecimal(number.toString())) == 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
    String pattern = wanted.toString();
    if (modifiers.contains("contains")) {
      pattern = "*" + pattern + "*";
    } else if (modifiers.contains("startswith")) {
      pattern = pattern + "*";
    } else if (modifiers.contains("endswith")) {
      pattern = "*" + pattern;
    }
    int flags = modifiers.contains("cased") ? Pattern.DOTALL : FLAGS;
    return compiled(pattern, flags).matcher(text(each)).matches();
  }

  private static List<String> names(String path) {
    return List.of(path.split("\\."));
  }

  private static Pattern compiled(String pattern, int flags) {
    return PATTERNS.computeIfAbsent(flags + pattern, same -> Pattern.compile(wild(pattern), flags));
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
    private final Map<String, BooleanSupplier> blocks;
    private int at;

    Words(String condition, Map<String, BooleanSupplier> blocks) {
      this.words =
          WORDS.computeIfAbsent(
              condition,
              same ->
                  List.of(same.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+", -1)));
      this.blocks = blocks;
    }

    BooleanSupplier or() {
      BooleanSupplier result = and();
      while (at < words.size() && words.get(at).equals("or")) {
        at++;
        BooleanSupplier left = result;
        BooleanSupplier right = and();
        result = () -> left.getAsBoolean() || right.getAsBoolean();
      }
      return result;
    }

    private BooleanSupplier and() {
      BooleanSupplier result = not();
      while (at < words.size() && words.get(at).equals("and")) {
        at++;
        BooleanSupplier left = result;
        BooleanSupplier right = not();
        result = () -> left.getAsBoolean() && right.getAsBoolean();
      }
      return result;
    }

    private BooleanSupplier not() {
      String word = words.get(at++);
      if (word.equals("not")) {
        BooleanSupplier inner = not();
        return () -> !inner.getAsBoolean();
      }
      if (word.equals("(")) {
        BooleanSupplier result = or();
        at++;
        return result;
      }
      if (at < words.size() && words.get(at).equals("of")) {
        String pattern = words.get(at + 1).equals("them") ? "*" : words.get(at + 1);
        at += 2;
        List<BooleanSupplier> named = new ArrayList<>();
        blocks.forEach((name, value) -> {
          if (name.matches(pattern.replace("*", ".*"))) {
            named.add(value);
          }
        });
        return word.equals("all")
            ? () -> named.stream().allMatch(BooleanSupplier::getAsBoolean)
            : () -> named.stream().anyMatch(BooleanSupplier::getAsBoolean);
      }
      return Objects.requireNonNull(blocks.get(word), word);
    }
  }
}
