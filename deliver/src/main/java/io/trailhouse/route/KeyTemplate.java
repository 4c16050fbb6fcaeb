package io.trailhouse.route;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.FieldText;
import io.trailhouse.match.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The beginning of object keys, in the syntax of Firehose's prefixes: `!{timestamp:yyyy/MM/dd}`,
/// `!{trailhouse:route}`, `!{trailhouse:random-string}`, `!{trailhouse:reason}`, `!{account}`,
/// `!{region}`, and any field of the record such as `!{eventName}` or `!{userIdentity.type}`.
///
/// Text from records cannot leave its place in a key: bytes other than letters, digits and `-_.`
/// are written as `%` and two hexadecimal digits, and what is long is cut. Source of the syntax:
/// Firehose developer guide, custom prefixes for Amazon S3 objects.
public final class KeyTemplate {
  /// Stands where a record does not have the field.
  static final String UNKNOWN = "unknown";

  private static final int LONGEST = 100;

  /// What stands before a colon; without one it is a mistake and no field.
  private static final Set<String> KINDS = Set.of("timestamp", "trailhouse", "firehose");

  private final String text;
  private final List<Part> parts;

  private interface Part {
    String of(Event event);
  }

  /// What a key is made for.
  ///
  /// @param time event time or arrival, as the route says
  /// @param random the same whenever the same object is written
  /// @param reason why it could not be delivered; empty for what is
  record Event(Subject subject, Instant time, String route, String random, String reason) {}

  private KeyTemplate(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  /// Reads a template.
  ///
  /// @throws IllegalArgumentException with a message for people when it has a mistake
  public static KeyTemplate of(String text) {
    if (text.contains("//") || text.contains("..") || text.startsWith("/")) {
      throw new IllegalArgumentException("may not begin with / or hold // or ..");
    }
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf("!{", at);
      if (open < 0) {
        parts.add(literal(text.substring(at)));
        break;
      }
      if (open > at) {
        parts.add(literal(text.substring(at, open)));
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("has a !{ without its }");
      }
      parts.add(expression(text.substring(open + 2, close)));
      at = close + 1;
    }
    return new KeyTemplate(text, parts);
  }

  private static Part literal(String text) {
    return event -> text;
  }

  private static Part expression(String expression) {
    int colon = expression.indexOf(':');
    String kind = colon < 0 ? "" : expression.substring(0, colon);
    String rest = expression.substring(colon + 1);
    if (kind.equals("timestamp")) {
      return timestamp(rest);
    }
    if (kind.equals("trailhouse") || kind.equals("firehose")) {
      return own(rest);
    }
    String path = kind.equals("partitionKeyFromQuery") ? rest : expression;
    if (KINDS.contains(path) || !path.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
      throw new IllegalArgumentException(
          "has !{%s}, which is neither timestamp:…, trailhouse:… nor a field of the record"
              .formatted(expression));
    }
    if (path.equals("account")) {
      return event -> safe(EventIdentity.account(event.subject().view()));
    }
    FieldText field = new FieldText(FieldPath.dotted(path.equals("region") ? "awsRegion" : path));
    return event -> safe(field.of(event.subject()));
  }

  private static Part timestamp(String pattern) {
    DateTimeFormatter format;
    try {
      format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
      String tried = format.format(Instant.EPOCH);
      if (tried.contains("//") || tried.startsWith("/")) {
        throw new IllegalArgumentException("it makes empty parts");
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "has !{timestamp:%s}, which is no pattern of a time: %s"
              .formatted(pattern, e.getMessage()),
          e);
    }
    return event -> format.format(event.time());
  }

  private static Part own(String name) {
    return switch (name) {
      case "random-string" -> Event::random;
      case "route" -> Event::route;
      case "reason", "error-output-type" ->
          event -> event.reason().isEmpty() ? "none" : safe(event.reason());
      default ->
          throw new IllegalArgumentException(
              "has !{trailhouse:%s}; there are random-string, route and reason".formatted(name));
    };
  }

  /// A text from a record as one part of a key.
  static String safe(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return UNKNOWN;
    }
    StringBuilder safe = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (safe.length() >= LONGEST) {
        break;
      }
      boolean plain =
          (each >= 'a' && each <= 'z')
              || (each >= 'A' && each <= 'Z')
              || (each >= '0' && each <= '9')
              || each == '-'
              || each == '_'
              || (each == '.' && safe.length() > 0);
      safe.append(plain ? Character.toString(each) : "%%%02X".formatted(each & 0xFF));
    }
    return safe.toString();
  }

  String of(Event event) {
    StringBuilder key = new StringBuilder();
    for (Part part : parts) {
      key.append(part.of(event));
    }
    return key.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
