package io.trailhouse.testkit;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Random;

/// JSON texts from a seed: usual ones as CloudTrail spells them, or wild ones with every spelling
/// that JSON allows.
public final class RandomJson {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "7",
          "1.0",
          "1.50",
          "-1.5e-7",
          "1E+400",
          "9007199254740993",
          "0.1",
          "123456789012345678901234567890.123456789");

  private static final List<String> PIECES =
      List.of(
          "a",
          "Zebra",
          "arn:aws:iam::111122223333:role/x",
          " ",
          "é",
          "漢字",
          "😀",
          "\u2028",
          "\"",
          "\\",
          "/",
          "\n",
          "\t",
          "\u0000",
          "\u001f",
          "\u007f",
          "{\"a\":[1,",
          "null");

  private final Random random;
  private final boolean wild;

  public RandomJson(Random random, boolean wild) {
    this.random = random;
    this.wild = wild;
  }

  public boolean isWild() {
    return wild;
  }

  public boolean chance(double of) {
    return random.nextDouble() < of;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// Blanks that may stand between the tokens of a wild text.
  public String blank() {
    return wild && chance(0.15) ? one(List.of(" ", "\n", "\r\n", "\t", "  ")) : "";
  }

  /// Text of up to some pieces, each of which is hard on somebody.
  public String text() {
    int pieces = chance(0.02) ? 400 : random.nextInt(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(one(PIECES));
    }
    return text.toString();
  }

  /// A string literal that says a text.
  public String literal(String text) {
    if (!wild || chance(0.5)) {
      return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
    StringBuilder literal = new StringBuilder("\"");
    for (int point : text.codePoints().toArray()) {
      if (point == '/' && chance(0.5)) {
        literal.append("\\/");
      } else if (point < ' ' || point == '"' || point == '\\' || chance(0.2)) {
        // both halves of a pair are spelled alike, or the text would not be UTF-8
        for (char unit : Character.toChars(point)) {
          literal.append((chance(0.5) ? "\\u%04x" : "\\u%04X").formatted((int) unit));
        }
      } else {
        literal.appendCodePoint(point);
      }
    }
    return literal.append('"').toString();
  }

  /// A string literal; wild ones may say half a surrogate pair.
  public String string() {
    return wild && chance(0.03) ? "\"x\\ud83d\"" : literal(text());
  }

  public String number() {
    if (chance(0.02)) {
      return "1" + "0".repeat(2_000);
    }
    return chance(0.5) ? one(NUMBERS) : Integer.toString(random.nextInt(100_000));
  }

  /// Any value, nested up to a depth.
  public String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "false";
      case 3 -> number();
      case 4, 5 -> string();
      case 6 -> array(depth);
      default -> object(depth);
    };
  }

  private String array(int depth) {
    StringBuilder array = new StringBuilder("[").append(blank());
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.append(i == 0 ? "" : "," + blank()).append(value(depth - 1)).append(blank());
    }
    return array.append(']').toString();
  }

  private String object(int depth) {
    StringBuilder object = new StringBuilder("{").append(blank());
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      object.append(i == 0 ? "" : "," + blank());
      object.append(literal(text())).append(blank()).append(':').append(blank());
      object.append(value(depth - 1)).append(blank());
    }
    return object.append('}').toString();
  }
}
