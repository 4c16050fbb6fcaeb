package io.trailhouse.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts in what `${env:NAME}` and `${file:PATH}` stand for.
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*)(:?)([^}]*)(}?)");
  private static final int LARGEST_FILE = 64 << 10;

  /// What is shorter is no secret, and would make holes in words that have nothing to do with it.
  private static final int SHORTEST_SECRET = 4;

  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed();

  private final Path folder;
  private final Environment environment;
  private final Map<String, String> told = new HashMap<>();

  /// @param folder what a relative path of a file starts from
  References(Path folder, Environment environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// A reference that stands for nothing; the message never holds a value.
  static final class Unresolved extends Exception {
    private static final long serialVersionUID = 1L;

    Unresolved(String problem) {
      super(problem);
    }

    String problem() {
      return String.valueOf(getMessage());
    }
  }

  String resolve(String text) throws Unresolved {
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (reference.find()) {
      String value = value(reference);
      told.put(value, reference.group());
      reference.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return reference.appendTail(resolved).toString();
  }

  /// A text for people with the references in place of what they stand for.
  String hidden(String text) {
    String hidden = text;
    for (String value : told.keySet().stream().sorted(LONGEST_FIRST).toList()) {
      if (value.length() >= SHORTEST_SECRET) {
        hidden = hidden.replace(value, told.getOrDefault(value, ""));
      }
    }
    return hidden;
  }

  private String value(Matcher reference) throws Unresolved {
    String name = reference.group(3);
    if (reference.group(4).isEmpty()) {
      throw new Unresolved("the reference " + reference.group() + " has no closing brace");
    }
    return switch (reference.group(1)) {
      case "env" -> variable(name);
      case "file" -> content(name);
      default ->
          throw new Unresolved(
              reference.group() + " is no reference; there are ${env:NAME} and ${file:PATH}");
    };
  }

  private String variable(String name) throws Unresolved {
    @Nullable String value = environment.value(name);
    if (value == null) {
      throw new Unresolved("the environment variable " + name + " is not set");
    }
    return value;
  }

  private String content(String name) throws Unresolved {
    Path file;
    try {
      file = folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new Unresolved("no file can have a name such as in ${file:}");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new Unresolved("the file " + file + " is larger than 64 KiB");
      }
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new Unresolved("the file " + file + " cannot be read");
    }
  }
}
