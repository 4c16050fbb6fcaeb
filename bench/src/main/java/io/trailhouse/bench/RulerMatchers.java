package io.trailhouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.bench.RulerRules.Inexpressible;
import io.trailhouse.match.Network;
import io.trailhouse.match.ValueTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Tests of values as matchers of event patterns. The language has no wildcards without case: where
/// a test asks for such, they stand as their author spelled them.
final class RulerMatchers {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RulerMatchers() {}

  static ArrayNode of(ValueTest test) throws Inexpressible {
    ArrayNode matchers = NODES.arrayNode();
    if (test instanceof ValueTest.Either either) {
      for (ValueTest each : either.of()) {
        matchers.addAll(of(each));
      }
    } else if (test instanceof ValueTest.OneOf oneOf) {
      for (String text : oneOf.texts()) {
        whole(matchers, text, oneOf.cased(), oneOf.reading());
      }
    } else if (test instanceof ValueTest.Text text) {
      text(matchers, text);
    } else if (test instanceof ValueTest.Glob glob) {
      glob(matchers, glob);
    } else {
      other(matchers, test);
    }
    return matchers;
  }

  private static void other(ArrayNode matchers, ValueTest test) throws Inexpressible {
    if (test instanceof ValueTest.Flag flag) {
      matchers.add(flag.value());
    } else if (test instanceof ValueTest.Null) {
      matchers.addNull();
    } else if (test instanceof ValueTest.Present) {
      matchers.add(matcher("exists", NODES.booleanNode(true)));
    } else if (test instanceof ValueTest.Cidr cidr) {
      matchers.add(matcher("cidr", NODES.textNode(text(cidr.network()))));
    } else if (test instanceof ValueTest.Compared compared) {
      ArrayNode numeric = NODES.arrayNode().add(sign(compared.comparison()));
      matchers.add(matcher("numeric", numeric.add(compared.operand())));
    } else if (test instanceof ValueTest.Other than && than.than() instanceof ValueTest.Null) {
      matchers.add(matcher("exists", NODES.booleanNode(true)));
    } else if (test instanceof ValueTest.Other than) {
      for (JsonNode each : not(than.than())) {
        if (!each.has("exists")) {
          matchers.add(each);
        }
      }
    } else {
      throw new Inexpressible();
    }
  }

  private static String sign(ValueTest.Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> "=";
      case LESS -> "<";
      case AT_MOST -> "<=";
      case GREATER -> ">";
      case AT_LEAST -> ">=";
    };
  }

  private static String text(Network network) {
    try {
      return InetAddress.getByAddress(network.address()).getHostAddress() + "/" + network.prefix();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void whole(
      ArrayNode matchers, String text, boolean cased, ValueTest.Reading reading) {
    if (cased) {
      matchers.add(text);
    } else {
      matchers.add(matcher("equals-ignore-case", NODES.textNode(text)));
    }
    if (reading != ValueTest.Reading.STRINGS
        && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
      matchers.add(text.equalsIgnoreCase("true"));
    }
  }

  private static void text(ArrayNode matchers, ValueTest.Text text) {
    JsonNode operand = NODES.textNode(text.operand());
    JsonNode any = text.cased() ? operand : NODES.objectNode().set("equals-ignore-case", operand);
    switch (text.how()) {
      case WHOLE -> whole(matchers, text.operand(), text.cased(), text.reading());
      case PREFIX -> matchers.add(matcher("prefix", any));
      case SUFFIX -> matchers.add(matcher("suffix", any));
      case INSIDE ->
          matchers.add(matcher("wildcard", NODES.textNode("*" + escaped(text.operand()) + "*")));
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("*", "\\*");
  }

  /// Without case as a prefix or a suffix where it is one.
  private static void glob(ArrayNode matchers, ValueTest.Glob glob) throws Inexpressible {
    String pattern = wildcard(glob);
    int star = pattern.indexOf('*');
    boolean atEnd = star == 0 || star == pattern.length() - 1;
    if (glob.cased() || !atEnd || pattern.indexOf('*', star + 1) > 0) {
      matchers.add(matcher("wildcard", NODES.textNode(pattern)));
    } else {
      JsonNode text = NODES.textNode(star == 0 ? pattern.substring(1) : pattern.substring(0, star));
      matchers.add(matcher(star == 0 ? "suffix" : "prefix", matcher("equals-ignore-case", text)));
    }
  }

  private static String wildcard(ValueTest.Glob glob) throws Inexpressible {
    StringBuilder text = new StringBuilder();
    for (int token : glob.tokens()) {
      if (token == ValueTest.Glob.ONE) {
        throw new Inexpressible();
      }
      text.append(token == ValueTest.Glob.MANY ? "*" : escaped(Character.toString(token)));
    }
    return text.toString();
  }

  /// What passes where a test does not: other values, or none.
  static ArrayNode not(ValueTest test) throws Inexpressible {
    ArrayNode matchers = NODES.arrayNode();
    if (test instanceof ValueTest.Other than) {
      matchers.addAll(of(than.than()));
    } else if (!(test instanceof ValueTest.Present)) {
      matchers.add(butFor(test));
    }
    return matchers.add(matcher("exists", NODES.booleanNode(false)));
  }

  private static ObjectNode butFor(ValueTest test) throws Inexpressible {
    List<ValueTest> tests = new ArrayList<>();
    for (ValueTest each : test instanceof ValueTest.Either some ? some.of() : List.of(test)) {
      if (!(each instanceof ValueTest.Structure)) {
        tests.add(each);
      }
    }
    ArrayNode operands = NODES.arrayNode();
    String kind = "";
    for (ValueTest each : tests) {
      for (JsonNode matcher : of(each)) {
        if (matcher.isBoolean()) {
          continue; // a text that stands for it goes ahead
        }
        String its = matcher.isTextual() ? "text" : matcher.fieldNames().next();
        if (!kind.isEmpty() && !kind.equals(its)) {
          throw new Inexpressible();
        }
        kind = its;
        operands.add(matcher.isTextual() ? matcher : matcher.get(its));
      }
    }
    return switch (kind) {
      case "text" -> matcher("anything-but", operands);
      case "equals-ignore-case", "prefix", "suffix", "wildcard" ->
          matcher("anything-but", matcher(kind, operands));
      default -> throw new Inexpressible();
    };
  }

  private static ObjectNode matcher(String kind, JsonNode operand) {
    return NODES.objectNode().set(kind, operand);
  }
}
