package io.trailhouse.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Applies the modifiers of text one after the other, from left to right, to one value of a rule;
/// what comes out are alternatives.
final class TextChain {
  /// The characters that programs take for a dash ahead of an option.
  private static final String DASHES = "-/\u2013\u2014\u2015";

  private static final int MOST = 10_000;

  private final Map<String, List<String>> placeholders;

  TextChain(Map<String, List<String>> placeholders) {
    this.placeholders = placeholders;
  }

  /// What keeps a value from being what its modifiers ask for.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    Refused(String problem, String remedy) {
      super(problem);
      this.remedy = remedy;
    }

    String problem() {
      return String.valueOf(getMessage());
    }

    String remedy() {
      return remedy;
    }
  }

  List<SigmaText> apply(SigmaText value, ModifierList modifiers) throws Refused {
    List<SigmaText> texts = List.of(value);
    boolean wide = false;
    for (Modifier modifier : modifiers.all()) {
      List<SigmaText> next = new ArrayList<>();
      for (SigmaText text : texts) {
        next.addAll(apply(text, modifier, wide));
      }
      if (next.size() > MOST) {
        throw new Refused("it stands for more than " + MOST + " texts", "Write fewer of them");
      }
      texts = next;
      wide = modifier.kind() == Modifier.Kind.ENCODING || (wide && !isBase64(modifier));
    }
    if (wide && texts.stream().anyMatch(TextChain::hasHighBytes)) {
      throw new Refused(
          "in this encoding it is no text that a record can hold",
          "Write base64 or base64offset behind the encoding");
    }
    return texts;
  }

  private static boolean isBase64(Modifier modifier) {
    return modifier.kind() == Modifier.Kind.BASE64;
  }

  private List<SigmaText> apply(SigmaText text, Modifier modifier, boolean wide) throws Refused {
    return switch (modifier) {
      case CONTAINS -> List.of(text.open(true, true));
      case STARTSWITH -> List.of(text.open(false, true));
      case ENDSWITH -> List.of(text.open(true, false));
      case WINDASH -> dashes(text);
      case EXPAND -> expanded(text);
      case WIDE, UTF16BE, UTF16 -> List.of(wide(text, modifier));
      case BASE64 -> List.of(SigmaText.plain(base64(bytes(text, wide))));
      case BASE64OFFSET -> offsets(bytes(text, wide));
      default -> List.of(text);
    };
  }

  /// Each of the dashes wherever one of the first two stands ahead of a word.
  private static List<SigmaText> dashes(SigmaText text) throws Refused {
    List<Integer> tokens = text.tokens();
    List<List<Integer>> all = new ArrayList<>(List.of(new ArrayList<>()));
    for (int at = 0; at < tokens.size(); at++) {
      int token = tokens.get(at);
      boolean before = at > 0 && isOfWord(tokens.get(at - 1));
      boolean behind = at + 1 < tokens.size() && isOfWord(tokens.get(at + 1));
      if ((token == '-' || token == '/') && !before && behind) {
        List<List<Integer>> more = new ArrayList<>();
        for (List<Integer> each : all) {
          DASHES.codePoints().forEach(dash -> more.add(with(each, dash)));
        }
        all = more;
      } else {
        all.forEach(each -> each.add(token));
      }
      if (all.size() > MOST) {
        throw new Refused("windash finds too many dashes in it", "Write it with fewer of them");
      }
    }
    return all.stream().map(SigmaText::new).toList();
  }

  private static List<Integer> with(List<Integer> tokens, int more) {
    List<Integer> longer = new ArrayList<>(tokens);
    longer.add(more);
    return longer;
  }

  private static boolean isOfWord(int token) {
    return token >= 0 && (Character.isLetterOrDigit(token) || token == '_');
  }

  private List<SigmaText> expanded(SigmaText text) throws Refused {
    List<SigmaText> all = List.of(new SigmaText(List.of()));
    for (Placeholder part : Placeholder.parts(text)) {
      List<SigmaText> values = List.of(part.text());
      if (part.name() != null) {
        values = Placeholder.values(part.name(), placeholders).stream().map(SigmaText::of).toList();
      }
      List<SigmaText> longer = new ArrayList<>();
      for (SigmaText begun : all) {
        values.forEach(value -> longer.add(begun.then(value)));
      }
      if (longer.size() > MOST) {
        throw new Refused("its placeholders stand for too many texts", "Give fewer values");
      }
      all = longer;
    }
    return all;
  }

  /// An expression with each placeholder replaced by its values, which stand for themselves.
  String expandedExpression(String expression) throws Refused {
    StringBuilder expanded = new StringBuilder();
    for (Placeholder part : Placeholder.parts(SigmaText.plain(expression))) {
      if (part.name() == null) {
        expanded.append(part.text().text());
      } else {
        List<String> values = Placeholder.values(part.name(), placeholders);
        expanded.append("(?:");
        expanded.append(values.stream().map(Pattern::quote).collect(Collectors.joining("|")));
        expanded.append(')');
      }
    }
    return expanded.toString();
  }

  /// Each byte of the encoded text as a character of its own.
  private static SigmaText wide(SigmaText text, Modifier encoding) {
    List<Integer> bytes = new ArrayList<>();
    boolean big = encoding == Modifier.UTF16BE;
    if (encoding == Modifier.UTF16) {
      bytes.addAll(List.of(0xFF, 0xFE));
    }
    for (int token : text.tokens()) {
      if (token < 0) {
        bytes.add(token);
        continue;
      }
      for (char unit : Character.toChars(token)) {
        bytes.add(big ? unit >> 8 : unit & 0xFF);
        bytes.add(big ? unit & 0xFF : unit >> 8);
      }
    }
    return new SigmaText(bytes);
  }

  private static boolean hasHighBytes(SigmaText text) {
    return text.tokens().stream().anyMatch(token -> token > 0x7F);
  }

  private static byte[] bytes(SigmaText text, boolean wide) throws Refused {
    if (text.hasWildcard()) {
      throw new Refused(
          "base64 cannot encode a wildcard",
          "Take the wildcard out, escape it with a backslash, or write contains behind base64");
    }
    return text.text().getBytes(wide ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// The letters that do not depend on what stands around the text, for each of the three places
  /// where it can begin.
  private static List<SigmaText> offsets(byte[] bytes) throws Refused {
    int[] from = {0, 2, 3};
    int[] off = {0, 3, 2};
    List<SigmaText> texts = new ArrayList<>();
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String encoded = base64(shifted);
      int to = encoded.length() - off[shifted.length % 3];
      if (to <= from[shift]) {
        throw new Refused(
            "it is too short to be found at any place of an encoded text",
            "Give at least three characters");
      }
      texts.add(SigmaText.plain(encoded.substring(from[shift], to)));
    }
    return texts;
  }
}
