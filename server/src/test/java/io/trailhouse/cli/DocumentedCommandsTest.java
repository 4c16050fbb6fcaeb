package io.trailhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.trailhouse.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// What the documents show can be typed: commands have these words and options, and configurations
/// these keys.
class DocumentedCommandsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|yaml)\\R(.*?)^```");
  private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\./)?trailhouse(?: (.*))?$");
  private static final Pattern WORD =
      Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|(#.*)|([^\\s'\"]+)");
  private static final Pattern TOP_KEY = Pattern.compile("(?m)^([a-z-]+):");
  private static final Set<String> KEYS =
      Set.of(
          "lake", "aws", "sources", "routes", "rules", "watches", "places", "alerts", "commit",
          "upkeep", "heal", "server");

  private static final Set<String> KEYS_OF_A_ROUTE =
      Set.of(
          "match",
          "selectors",
          "filter-pattern",
          "any",
          "all",
          "not",
          "account",
          "shape",
          "sample",
          "buffer",
          "keep",
          "errors",
          "to");

  /// What ends the words of a command and is the shell's to read.
  private static final Set<String> OF_THE_SHELL = Set.of("<", "|", ">", ">>");

  /// Files that documents name.
  private static final List<String> FILES =
      List.of("GeoLite2-Country.mmdb", "GeoLite2-ASN.mmdb", "secrets/smtp-password");

  @TempDir private Path folder;

  record Shown(String document, String text) {
    @Override
    public String toString() {
      return document + ": " + text.lines().findFirst().orElse("");
    }
  }

  private static List<Shown> blocks(String kind) throws IOException {
    Path root = Path.of(System.getProperty("trailhouse.root", ".."));
    List<Shown> blocks = new ArrayList<>();
    try (Stream<Path> pages = Files.walk(root.resolve("docs"));
        Stream<Path> documents = Stream.concat(Stream.of(root.resolve("README.md")), pages)) {
      for (Path document : documents.filter(file -> file.toString().endsWith(".md")).toList()) {
        Matcher block = BLOCK.matcher(Files.readString(document));
        while (block.find()) {
          if (block.group(1).equals(kind)) {
            blocks.add(new Shown(root.relativize(document).toString(), block.group(2)));
          }
        }
      }
    }
    return blocks;
  }

  static Stream<Shown> commands() throws IOException {
    List<Shown> commands = new ArrayList<>();
    for (Shown block : blocks("sh")) {
      Matcher command = COMMAND.matcher(block.text().replace("\\\n", " "));
      while (command.find()) {
        commands.add(new Shown(block.document(), command.group(1) == null ? "" : command.group(1)));
      }
    }
    return commands.stream();
  }

  static Stream<Shown> configurations() throws IOException {
    List<Shown> configurations = new ArrayList<>();
    for (Shown block : blocks("yaml")) {
      if (hasOnly(KEYS, block)) {
        configurations.add(block);
      } else if (hasOnly(KEYS_OF_A_ROUTE, block)) {
        String to = block.text().contains("to:") ? "" : "    to: {folder: ./out/}\n";
        configurations.add(
            new Shown(block.document(), "routes:\n  x:\n" + to + block.text().indent(4)));
      }
    }
    return configurations.stream();
  }

  private static boolean hasOnly(Set<String> keys, Shown block) {
    return TOP_KEY.matcher(block.text()).results().allMatch(key -> keys.contains(key.group(1)));
  }

  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find() && word.group(3) == null) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      String plain = text == null ? word.group(4) : text;
      if (OF_THE_SHELL.contains(plain)) {
        break;
      }
      words.add(plain);
    }
    return words.toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isACommandOfThisProgram(Shown shown) {
    CommandLine line =
        new CommandLine(new TrailhouseCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    assertThatCode(() -> line.parseArgs(words(shown.text()))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void isAConfigurationOfThisProgram(Shown shown) throws IOException {
    Path file = folder.resolve("trailhouse.yaml");
    String text = shown.text();
    for (String name : FILES) {
      Path named = folder.resolve(name);
      Files.createDirectories(named.getParent());
      Files.writeString(named, "x");
    }
    Files.writeString(file, text);
    ConfigFile read = ConfigFile.read(file, name -> "https://hooks.example.com/services/T/B/x");
    assertThat(read.problems()).isEmpty();
  }

  @Test
  void documentsShowManyOfBoth() throws IOException {
    assertThat(commands().count()).isGreaterThan(50);
    assertThat(configurations().count()).isGreaterThan(15);
  }
}
