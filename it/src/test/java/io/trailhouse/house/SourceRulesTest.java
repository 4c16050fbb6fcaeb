package io.trailhouse.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What can only be seen in the text of the sources.
class SourceRulesTest {
  private static final int WIDEST_DOC_COMMENT = 100;

  /// A path of somebody's own machine or of a build machine.
  private static final Pattern PRIVATE_PATH =
      Pattern.compile(
          "(?<![\\w.~$}\\-/])/(?:work|home/[a-z]+|Users/[a-z]+)/", Pattern.CASE_INSENSITIVE);

  private static final Pattern SLEEPS = Pattern.compile("\\bsleep\\(");

  private static final Pattern READS_ITSELF =
      Pattern.compile(
          "EventField\\.(?:EVENT_TIME|RECIPIENT_ACCOUNT_ID)|sessionIssuer\\.arn\"|\"recipientAccountId\"\\)");

  private static final Pattern READS_JSON =
      Pattern.compile("JsonParser|ObjectMapper|JsonProcessingException");

  private static final Pattern OWN_WORDS = Pattern.compile("\\.get(?:Original)?Message\\(\\)");

  @Test
  void everyPackageSaysWhatItIs() {
    List<String> silent = new ArrayList<>();
    for (Path folder : packageFolders()) {
      Path about = folder.resolve("package-info.java");
      String text =
          Files.exists(about) ? String.join("\n", Checkout.lines(about).orElseThrow()) : "";
      if (!text.startsWith("///") || !text.contains("\n@NullMarked\npackage ")) {
        silent.add(Checkout.name(folder));
      }
    }
    assertThat(silent)
        .as(
            "packages need a package-info.java with @NullMarked that says in /// what the package"
                + " is, who calls it and what it never does")
        .isEmpty();
  }

  @Test
  void docCommentsStayWhole() {
    List<String> broken = new ArrayList<>();
    for (Path file : Checkout.javaFiles()) {
      List<String> lines = Checkout.lines(file).orElseThrow();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        boolean doc = line.strip().startsWith("///");
        if (doc && line.codePointCount(0, line.length()) > WIDEST_DOC_COMMENT) {
          broken.add(Checkout.name(file) + ":" + (i + 1) + " is wider than 100 columns");
        }
        if (doc && i + 1 < lines.size() && isPlainComment(lines.get(i + 1))) {
          broken.add(Checkout.name(file) + ":" + (i + 2) + " is a // that cuts the /// above it");
        }
      }
    }
    assertThat(broken).as("shorten the line; ./mvnw spotless:apply fills /// itself").isEmpty();
  }

  @Test
  void nothingNamesAPathOfSomebodysMachine() {
    List<String> found = new ArrayList<>();
    for (Path file : Checkout.files()) {
      List<String> lines = Checkout.lines(file).orElse(List.of());
      for (int i = 0; i < lines.size(); i++) {
        if (PRIVATE_PATH.matcher(lines.get(i)).find()) {
          found.add(Checkout.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(found).as("use a path from the root of the checkout, or a placeholder").isEmpty();
  }

  /// Who acted, when and where is read in one place each: `io.trailhouse.event` is it, and these
  /// need the member itself.
  @Test
  void nothingReadsTimesAndIdentitiesByItself() {
    Set<String> ownMeaning =
        Set.of(
            "EventKey.java",
            "RowMapper.java",
            "OcsfEvent.java",
            "EventSchema.java",
            "KnownPaths.java");
    List<String> found = new ArrayList<>();
    for (Path file : Checkout.mainFiles()) {
      boolean home = Checkout.name(file).contains("/io/trailhouse/event/");
      if (home || ownMeaning.contains(String.valueOf(file.getFileName()))) {
        continue;
      }
      List<String> lines = Checkout.lines(file).orElse(List.of());
      for (int i = 0; i < lines.size(); i++) {
        if (READS_ITSELF.matcher(lines.get(i)).find()) {
          found.add(Checkout.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(found).as("ask EventTime or EventIdentity").isEmpty();
  }

  /// What a reader of JSON says of itself is no message for people: `io.trailhouse.problem` has the
  /// words.
  @Test
  void whatReadsJsonTellsNoFailureInTheReadersWords() {
    Set<String> ofTheEngine = Set.of("QueryErrors.java");
    List<String> found = new ArrayList<>();
    for (Path file : Checkout.mainFiles()) {
      List<String> lines = Checkout.lines(file).orElse(List.of());
      boolean reads = lines.stream().anyMatch(line -> READS_JSON.matcher(line).find());
      boolean shipped = !Checkout.name(file).matches("(?:bench|testkit|doubles)/.*|.*/problem/.*");
      if (!reads || !shipped || ofTheEngine.contains(String.valueOf(file.getFileName()))) {
        continue;
      }
      for (int i = 0; i < lines.size(); i++) {
        if (OWN_WORDS.matcher(lines.get(i)).find()) {
          found.add(Checkout.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(found).as("ask FileReason or JsonReason").isEmpty();
  }

  /// A time in which something ought to happen is too short on a busy machine and too long on any
  /// other. Who kills a program at a chance moment does wait for a time.
  @Test
  void testsWaitForTheThingItself() {
    Set<String> chanceMoments =
        Set.of(
            "CrashIT.java", "UpkeepCrashIT.java", "DetectIT.java", "RoutesIT.java", "SoakIT.java");
    List<String> found = new ArrayList<>();
    for (Path file : Checkout.javaFiles()) {
      String name = String.valueOf(file.getFileName());
      boolean test = Checkout.name(file).contains("/src/test/");
      if (!test || name.equals("Await.java") || chanceMoments.contains(name)) {
        continue;
      }
      List<String> lines = Checkout.lines(file).orElse(List.of());
      for (int i = 0; i < lines.size(); i++) {
        if (SLEEPS.matcher(lines.get(i)).find()) {
          found.add(Checkout.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(found).as("wait for it: io.trailhouse.fixture.Await").isEmpty();
  }

  private static boolean isPlainComment(String line) {
    String text = line.strip();
    return text.startsWith("//") && !text.startsWith("///");
  }

  private static Set<Path> packageFolders() {
    Set<Path> folders = new TreeSet<>();
    for (Path file : Checkout.mainFiles()) {
      folders.add(file.getParent());
    }
    return folders;
  }
}
