package io.trailhouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailhouse.match.Network;
import io.trailhouse.match.ValueTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tests of single values of a [FlatRecord], by the means of Java's library.
final class FlatTest {
  private FlatTest() {}

  static Predicate<JsonNode> of(ValueTest test) {
    if (test instanceof ValueTest.OneOf oneOf) {
      var texts =
          oneOf.texts().stream()
              .map(text -> oneOf.cased() ? text : text.toLowerCase(Locale.ROOT))
              .collect(Collectors.toSet());
      return text(oneOf.reading(), oneOf.cased(), texts::contains);
    }
    if (test instanceof ValueTest.Text text) {
      String operand = text.cased() ? text.operand() : text.operand().toLowerCase(Locale.ROOT);
      return text(text.reading(), text.cased(), each -> stands(text.how(), each, operand));
    }
    if (test instanceof ValueTest.Glob glob) {
      Pattern pattern = Pattern.compile(expression(glob), Pattern.DOTALL);
      return text(glob.reading(), glob.cased(), each -> pattern.matcher(each).matches());
    }
    if (test instanceof ValueTest.Regex regex) {
      return text(regex.reading(), true, each -> regex.pattern().matcher(each).find());
    }
    if (test instanceof ValueTest.Compared compared) {
      return node -> compares(node, compared);
    }
    if (test instanceof ValueTest.Cidr cidr) {
      return node -> {
        byte[] address = node.isTextual() ? Network.address(node.textValue()) : null;
        return address != null && cidr.network().contains(address);
      };
    }
    if (test instanceof ValueTest.Either either) {
      List<Predicate<JsonNode>> each = either.of().stream().map(FlatTest::of).toList();
      return node -> each.stream().anyMatch(one -> one.test(node));
    }
    if (test instanceof ValueTest.Other other) {
      return of(other.than()).negate();
    }
    return ofKind(test);
  }

  private static Predicate<JsonNode> ofKind(ValueTest test) {
    if (test instanceof ValueTest.Flag flag) {
      return node -> node.isBoolean() && node.booleanValue() == flag.value();
    }
    if (test instanceof ValueTest.Null) {
      return JsonNode::isNull;
    }
    if (test instanceof ValueTest.Structure) {
      return JsonNode::isContainerNode;
    }
    if (test instanceof ValueTest.Present) {
      return node -> true;
    }
    throw new IllegalArgumentException("not needed here: " + test);
  }

  /// One matcher of an event pattern.
  static Predicate<JsonNode> ofMatcher(JsonNode matcher) {
    if (!matcher.isObject()) {
      return matcher::equals;
    }
    var only = matcher.properties().iterator().next();
    JsonNode operand = only.getValue();
    return switch (only.getKey()) {
      case "exists" -> node -> true;
      case "prefix" -> node -> node.isTextual() && node.textValue().startsWith(operand.asText());
      case "suffix" -> node -> node.isTextual() && node.textValue().endsWith(operand.asText());
      case "wildcard" -> {
        String quoted = "\\Q" + operand.asText().replace("*", "\\E.*\\Q") + "\\E";
        Pattern pattern = Pattern.compile(quoted, Pattern.DOTALL);
        yield node -> node.isTextual() && pattern.matcher(node.textValue()).matches();
      }
      case "anything-but" ->
          node -> {
            for (JsonNode each : operand) {
              if (each.equals(node)) {
                return false;
              }
            }
            return true;
          };
      default -> throw new IllegalArgumentException("not needed here: " + matcher);
    };
  }

  private static Predicate<JsonNode> text(
      ValueTest.Reading reading, boolean cased, Predicate<String> test) {
    return node -> {
      if (node.isNull()
          || (reading == ValueTest.Reading.STRINGS && !node.isTextual())
          || (reading != ValueTest.Reading.EVERYTHING && node.isContainerNode())) {
        return false;
      }
      String text = text(node);
      return test.test(cased ? text : text.toLowerCase(Locale.ROOT));
    };
  }

  static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : node.toString();
  }

  static boolean stands(ValueTest.How how, String text, String operand) {
    return switch (how) {
      case WHOLE -> text.equals(operand);
      case PREFIX -> text.startsWith(operand);
      case SUFFIX -> text.endsWith(operand);
      case INSIDE -> text.contains(operand);
    };
  }

  private static String expression(ValueTest.Glob glob) {
    StringBuilder expression = new StringBuilder();
    for (int token : glob.tokens()) {
      if (token == ValueTest.Glob.MANY) {
        expression.append(".*");
      } else if (token == ValueTest.Glob.ONE) {
        expression.append('.');
      } else {
        String character = Character.toString(token);
        expression.append(
            Pattern.quote(glob.cased() ? character : character.toLowerCase(Locale.ROOT)));
      }
    }
    return expression.toString();
  }

  private static boolean compares(JsonNode node, ValueTest.Compared test) {
    BigDecimal number;
    try {
      number =
          node.isNumber() || (test.ofText() && node.isTextual())
              ? new BigDecimal(node.asText())
              : null;
    } catch (NumberFormatException e) {
      return false;
    }
    if (number == null) {
      return false;
    }
    int order = number.compareTo(test.operand());
    return switch (test.comparison()) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
      case EQUAL -> order == 0;
    };
  }
}
