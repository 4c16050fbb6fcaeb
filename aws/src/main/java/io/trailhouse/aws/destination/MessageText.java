package io.trailhouse.aws.destination;

import io.trailhouse.destination.MessageSink.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Messages as text that SQS, SNS and EventBridge take.
final class MessageText {
  /// The most that [#attributes] adds to a message: six attributes with their names and types.
  static final int ATTRIBUTES = 6 * (256 + 16 + 6);

  private static final int LONGEST_ATTRIBUTE = 256;
  private static final List<String> ATTRIBUTE_NAMES =
      List.of("account", "region", "source", "name", "detail-type");

  /// What FIFO groups and deduplication ids may be made of.
  private static final Pattern FIFO_NAME = Pattern.compile("[!-~]{1,128}");

  private MessageText() {}

  /// The body. Characters that XML has no place for, which SQS and SNS refuse, become escapes of
  /// JSON: in a JSON text they stand in strings alone, so it stays the same value.
  static String body(Message message) {
    String text = new String(message.body(), StandardCharsets.UTF_8);
    if (text.codePoints().allMatch(MessageText::isTaken)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 64);
    text.codePoints()
        .forEach(letter -> {
          if (isTaken(letter)) {
            escaped.appendCodePoint(letter);
          } else {
            escaped.append("\\u%04x".formatted(letter));
          }
        });
    return escaped.toString();
  }

  /// SQS API reference, SendMessage.
  private static boolean isTaken(int letter) {
    return letter == '\t'
        || letter == '\n'
        || letter == '\r'
        || (letter >= 0x20 && letter <= 0xD7FF)
        || (letter >= 0xE000 && letter <= 0xFFFD)
        || letter >= 0x10000;
  }

  /// What receivers filter by, and the message's id; those that are empty are left out, since the
  /// services refuse them.
  static Map<String, String> attributes(Message message) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("id", label(message.id(), LONGEST_ATTRIBUTE));
    for (String name : ATTRIBUTE_NAMES) {
      attributes.put(name, label(message.about().getOrDefault(name, ""), LONGEST_ATTRIBUTE));
    }
    attributes.values().removeIf(String::isEmpty);
    return attributes;
  }

  /// Hostile text as one line without control characters.
  ///
  /// @param most bytes of UTF-8; what is longer is cut
  static String label(String text, int most) {
    StringBuilder label = new StringBuilder();
    int bytes = 0;
    for (int letter : text.codePoints().toArray()) {
      boolean plain = isTaken(letter) && !Character.isISOControl(letter);
      String one = plain ? Character.toString(letter) : "?";
      bytes += one.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > most) {
        break;
      }
      label.append(one);
    }
    return label.toString().strip();
  }

  /// The group of a message in a FIFO queue or topic: its account.
  static String group(Message message) {
    String account = message.about().getOrDefault("account", "");
    return account.isEmpty() ? "none" : fifoName(account);
  }

  /// By this a FIFO queue or topic tells repetitions for five minutes.
  static String deduplication(Message message) {
    return fifoName(message.id());
  }

  private static String fifoName(String text) {
    return FIFO_NAME.matcher(text).matches() ? text : hash(text);
  }

  /// 64 hexadecimal digits of SHA-256.
  static String hash(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
