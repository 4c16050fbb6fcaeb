package io.trailhouse.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents tell of what is there.
class DocumentsTest {
  /// A type in code font, perhaps with a member: `EventReader`, `EventReader.read`.
  private static final Pattern NAMED_TYPE =
      Pattern.compile("`([A-Z][a-z]+(?:[A-Z0-9][A-Za-z0-9]*)+)(?:[.#]([a-z]\\w*))?(?:\\(\\))?`");

  private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\b");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)]*)?\\)");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");

  @ParameterizedTest
  @ValueSource(strings = {"ARCHITECTURE.md", "CONTRIBUTING.md"})
  void everyTypeThatADocumentNamesExists(String document) throws IOException {
    Path path = Checkout.root().resolve(document);
    assumeTrue(Files.exists(path), "there is no " + document);
    Map<String, String> sources = new HashMap<>();
    for (Path file : Checkout.javaFiles()) {
      String type = file.getFileName().toString().replace(".java", "");
      sources.merge(type, Files.readString(file), String::concat);
    }
    List<String> missing = new ArrayList<>();
    for (MatchResult named : matches(NAMED_TYPE, path)) {
      String source = sources.get(named.group(1));
      boolean there =
          source != null && (named.group(2) == null || source.contains(" " + named.group(2)));
      if (!there && !named.group(1).startsWith("X")) {
        missing.add(named.group());
      }
    }
    assertThat(missing).as("%s names types that are not there", document).isEmpty();
  }

  @Test
  void everyTestThatADocumentNamesExists() throws IOException {
    List<String> tests = new ArrayList<>();
    for (Path file : Checkout.javaFiles()) {
      tests.add(file.getFileName().toString().replace(".java", ""));
    }
    List<String> missing = new ArrayList<>();
    for (Path document : Checkout.documents()) {
      for (MatchResult named : matches(NAMED_TEST, document)) {
        if (!tests.contains(named.group(1)) && !named.group(1).startsWith("X")) {
          missing.add(Checkout.name(document) + " -> " + named.group(1));
        }
      }
    }
    assertThat(missing).as("tests that are not there").isEmpty();
  }

  @Test
  void everyLinkBetweenDocumentsLeadsSomewhere() {
    List<String> dead = new ArrayList<>();
    for (Path document : Checkout.documents()) {
      for (MatchResult link : matches(LINK, document)) {
        String target = link.group(1);
        if (!target.contains(":") && !Files.exists(document.resolveSibling(target))) {
          dead.add(Checkout.name(document) + " -> " + target);
        }
      }
    }
    assertThat(dead).as("links to files that are not there").isEmpty();
  }

  @Test
  void everyDependencyHasItsReason() throws IOException {
    String reasons = Files.readString(Checkout.root().resolve("docs/dependencies.md"));
    String pom = Files.readString(Checkout.root().resolve("pom.xml"));
    String managed =
        pom.substring(0, pom.indexOf("<build>")).replaceAll("(?s)<exclusions>.*?</exclusions>", "");
    List<String> unexplained = new ArrayList<>();
    for (MatchResult dependency : DEPENDENCY.matcher(managed).results().toList()) {
      boolean own = dependency.group(1).equals("io.trailhouse");
      if (!own && !reasons.contains("`" + dependency.group(2) + "`")) {
        unexplained.add(dependency.group(2));
      }
    }
    assertThat(unexplained)
        .as("a dependency needs a line in docs/dependencies.md: why, size, licence, way out")
        .isEmpty();
  }

  private static List<MatchResult> matches(Pattern pattern, Path document) {
    String text = String.join("\n", Checkout.lines(document).orElseThrow());
    return pattern.matcher(text).results().toList();
  }
}
