package io.trailhouse.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules that come with the program.
public final class BuiltinRules {
  /// The word that stands for them where rules are named.
  public static final String WORD = "builtin";

  private static final String FOLDER = "builtin/";

  /// Lists the files, because a folder on the class path cannot.
  private static final String INDEX = FOLDER + "index.txt";

  private BuiltinRules() {}

  /// Gives all of them to a reader.
  static void read(SigmaReader reader) {
    for (String name : names()) {
      String file = WORD + ":" + name;
      try (InputStream in = BuiltinRules.class.getResourceAsStream(FOLDER + name)) {
        if (in == null) {
          reader.unreadable(file, "it is in the index and not there", "Take it out of " + INDEX);
        } else {
          reader.add(file, in);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The names of their files, in order.
  static List<String> names() {
    try (@Nullable InputStream in = BuiltinRules.class.getResourceAsStream(INDEX)) {
      if (in == null) {
        return List.of();
      }
      String index = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return index
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
