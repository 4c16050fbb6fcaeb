package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise 7 for what people import: bad input gets a clear answer - what, where, what to do -, the
/// rest is imported, and no stack trace is seen.
class BadInputIT {
  @TempDir Path folder;
  private BadFiles files;

  @BeforeEach
  void makeFolder() throws IOException {
    files = new BadFiles(folder.resolve("in"));
  }

  private Program.Ended importing(String... paths) {
    String[] words = Stream.concat(Stream.of("import"), Stream.of(paths)).toArray(String[]::new);
    Program.Ended ended = Program.trailhouse(folder, words);
    assertSpeaksToPeople(ended);
    return ended;
  }

  static void assertSpeaksToPeople(Program.Ended ended) {
    assertThat(ended.out() + ended.err())
        .doesNotContain("\tat ")
        .doesNotContain("Exception")
        .doesNotContain("did not expect")
        .doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f]");
  }

  private Path home() {
    return folder.resolve("trailhouse-data");
  }

  private long rows() {
    return Contents.number(home(), "SELECT count(*) FROM events");
  }

  @Test
  void saysWhatIsWrongWithAFileCutInTheMiddle() throws IOException {
    files.good("good.json", 10);
    files.cut("cut.json");
    Golden.compare("cut-file.txt", importing("in"), folder);
    assertThat(rows()).isEqualTo(10 + 12);
    Golden.compare("cut-file-again.txt", importing("in"), folder);
    assertThat(rows()).isEqualTo(10 + 12);
  }

  @Test
  void saysWhatIsWrongWithAGzipFileCutInTheMiddle() throws IOException {
    files.cutGzip("cut.json.gz");
    Program.Ended ended = importing("in");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains("quarantined: the gzip data is damaged: it ends in the middle")
        .contains("where: " + folder + "/in/cut.json.gz, byte ");
    assertThat(rows()).as("records ahead of the damage").isGreaterThan(100);
  }

  @Test
  void saysWhatIsWrongWithAGzipBomb() throws IOException {
    files.bomb("bomb.json.gz");
    files.good("good.json", 10);
    Golden.compare("gzip-bomb.txt", importing("in"), folder);
    assertThat(rows()).isEqualTo(10);
  }

  @Test
  void saysWhatIsWrongWithARecordNestedTooDeep() throws IOException {
    files.deep("deep.json", 10_000);
    files.good("good.json", 10);
    Golden.compare("nested.txt", importing("in"), folder);
    assertThat(rows()).isEqualTo(10 + 1);
  }

  @Test
  void takesRecordsFarLargerThanCloudTrailWrites() throws IOException {
    files.large("200kb.json", 200_000);
    files.large("5mb.json", 5_000_000);
    assertThat(importing("in").exit()).isZero();
    assertThat(
            Contents.texts(home(), "SELECT length(requestparameters) FROM events ORDER BY eventid"))
        .containsExactly("200014", "5000014");
  }

  @Test
  void saysWhatIsNoCloudTrail() throws IOException {
    files.png("image.json");
    files.text("table.json", "time,name\n2026-05-04,GetObject\n");
    files.text("package.json", "{\"name\":\"site\",\"dependencies\":{\"left-pad\":\"1.0.0\"}}");
    files.text(
        "access.json",
        "79a59df900b949e5 bucket [06/May/2026:00:00:38 +0000] 192.0.2.3 - REST.GET.OBJECT a.txt\n");
    files.good("good.json", 10);
    Program.Ended ended = importing("in");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).contains("10 events, 10 new, 0 duplicates, 4 files quarantined");
    assertThat(rows()).isEqualTo(10);
    for (String name : List.of("image", "table", "package", "access")) {
      assertThat(ended.err()).contains(folder + "/in/" + name + ".json");
    }
  }

  @Test
  void doesNotTakeOtherServicesNotificationsForCloudTrail() throws IOException {
    Path lookAlikes = SharedData.path("awsdocs/not-cloudtrail.jsonl");
    int number = 0;
    for (String line : Files.readAllLines(lookAlikes)) {
      files.text("look-alike-" + number++ + ".json", line);
    }
    assertThat(number).isPositive();
    assertThat(importing("in").out()).contains(" 0 events, 0 new, 0 duplicates, " + number);
  }

  @Test
  void keepsEveryMalformedFileOfTheRealWorldWithAReason() throws IOException {
    Path malformed = SharedData.path("malformed");
    files.good("good.json", 10);
    Program.Ended ended = importing("in", malformed.toString());
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(rows()).isGreaterThanOrEqualTo(10);
    long told =
        Contents.number(
            home(),
            "SELECT count(*) FROM log_files WHERE status = 'quarantined' AND reason IS NOT NULL");
    assertThat(told)
        .isEqualTo(
            Contents.number(home(), "SELECT count(*) FROM log_files WHERE status = 'quarantined'"))
        .isPositive();
  }

  @Test
  void passesOverWhatHoldsNothing() throws IOException {
    files.text("empty.json", "");
    files.bytes("empty.json.gz", BadFiles.gzip(""));
    files.text("no-records.json", "{\"Records\":[]}");
    Files.createDirectory(files.folder().resolve("empty-folder"));
    Program.Ended ended = importing("in");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("3 files read", "0 events");
  }

  @Test
  void keepsDigestFilesAndSaysSo() throws IOException {
    Files.copy(
        SharedData.path("digest-example/digest-1.json"), files.folder().resolve("digest.json"));
    Program.Ended ended = importing("in");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("1 digest file is kept for later proof");
    assertThat(home().resolve("digests")).isNotEmptyDirectory();
  }

  @Test
  void namesLinksThatLeadNowhereAndGoesOn() throws IOException {
    files.good("good.json", 10);
    Files.createSymbolicLink(files.folder().resolve("dangling.json"), Path.of("nowhere.json"));
    Files.createSymbolicLink(files.folder().resolve("one.json"), Path.of("two.json"));
    Files.createSymbolicLink(files.folder().resolve("two.json"), Path.of("one.json"));
    Files.createSymbolicLink(files.folder().resolve("round"), Path.of("."));
    Files.createSymbolicLink(files.folder().resolve("same.json"), Path.of("good.json"));
    Golden.compare("links.txt", importing("in"), folder);
    assertThat(rows()).isEqualTo(10);
  }

  @Test
  void doesNotWaitForEverAtAPipe() throws IOException {
    files.good("good.json", 10);
    Path pipe = files.folder().resolve("pipe.json");
    Program.Ended made = Program.run(folder, Map.of(), List.of("mkfifo", pipe.toString()));
    assertThat(made.exit()).as(made.err()).isZero();
    Golden.compare("pipe.txt", importing("in"), folder);
    assertThat(rows()).isEqualTo(10);
  }

  @Test
  void saysWhichArchiveIsDamaged() throws IOException {
    files.brokenZip("broken.zip");
    files.good("good.json", 10);
    Program.Ended ended = importing("in");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains(
            "quarantined: the list of entries at the end of the archive is damaged or missing")
        .contains("where: " + folder + "/in/broken.zip, byte 0");
    assertThat(rows()).as("with those of the entry that is there").isEqualTo(10 + 3);
  }

  @Test
  void makesHiddenCharactersOfFileNamesVisible() throws IOException {
    files.text("line\nbreak.json", "no JSON");
    files.text("\u001b[31mred.json", "no JSON");
    files.text("%s%n%d.json", "no JSON");
    files.text("'\"quoted\"'.json", "no JSON");
    files.text("right\u202eto-left.json", "no JSON");
    Program.Ended ended = importing("in");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains("in/line\\u000abreak.json", "in/\\u001b[31mred.json", "in/%s%n%d.json")
        .contains("in/'\"quoted\"'.json", "in/right\\u202eto-left.json")
        .doesNotContain("\u202e");
  }

  @Test
  void opensFilesOfAnyNameInAnyLocale() throws IOException {
    files.good("übung-日誌.json", 10);
    Program.run(
        files.folder(),
        Map.of(),
        List.of(
            "sh",
            "-c",
            "for n in 376 377; do cp ü*.json \"latin-$(printf \"\\\\$n\").json\"; done"));
    for (Map<String, String> locale : List.of(Map.of("LC_ALL", "C"), Map.of("LC_ALL", "C.UTF-8"))) {
      List<String> command =
          List.of(Program.app().resolve("trailhouse").toString(), "import", "in");
      Program.Ended ended = Program.run(folder, locale, command);
      assertThat(ended.exit()).as(ended.err()).isZero();
    }
    assertThat(Contents.texts(home(), "SELECT origin FROM log_files ORDER BY origin"))
        .hasSize(3)
        .anyMatch(origin -> origin.endsWith("/latin-%FE.json"))
        .anyMatch(origin -> origin.endsWith("/übung-日誌.json"));
  }

  @Test
  void namesWhatItMayNotRead() throws IOException {
    files.good("good.json", 10);
    Path file = files.good("secret.json", 10);
    Path inner = new BadFiles(files.folder().resolve("private")).good("inner.json", 10);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(inner.getParent(), PosixFilePermissions.fromString("---------"));
    Program.Ended ended = Nobody.trailhouse(folder, "import", "in");
    Files.setPosixFilePermissions(inner.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertSpeaksToPeople(ended);
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).contains("10 events, 10 new");
    assertThat(ended.err())
        .contains("not readable: permission denied\n  where: in/private")
        .contains("not readable: permission denied\n  where: in/secret.json")
        .contains("to do: make the unreadable ones readable and run the same command again");
  }

  @Test
  void namesAllWrongPathsAtOnceAndImportsNothing() throws IOException {
    files.good("good.json", 10);
    Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    Golden.compare("wrong-paths.txt", importing("in", "one", "two.json", "link"), folder);
    assertThat(home()).doesNotExist();
  }

  @Test
  void saysWhatToDoWithABucket() {
    Golden.compare("bucket.txt", importing("s3://bucket/prefix"), folder);
  }

  @Test
  void tellsHowItIsUsedWhenNoPathIsGiven() {
    Program.Ended ended = importing();
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("PATH", "Example: trailhouse import");
  }

  @Test
  void readsTheSameTextsInOneFileOfEveryEncoding() throws IOException {
    String text = BadFiles.records("umlaut-ä", 1);
    files.bytes("utf16.json", ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE));
    files.bytes("utf8.json", ("\ufeff" + text).getBytes(StandardCharsets.UTF_8));
    Program.Ended ended = importing("in");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("2 events, 1 new, 1 duplicate,");
  }

  /// Runs the program as a user without rights, where the tests run as root.
  static final class Nobody {
    private Nobody() {}

    static Program.Ended trailhouse(Path folder, String... words) throws IOException {
      if (!System.getProperty("user.name").equals("root")) {
        return Program.trailhouse(folder, words);
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      List<String> setpriv =
          List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
      List<String> launcher = List.of(Program.app().resolve("trailhouse").toString());
      Program.Ended can =
          Program.run(
              folder,
              Map.of(),
              Stream.of(setpriv, launcher, List.of("--version")).flatMap(List::stream).toList());
      Assumptions.assumeTrue(
          can.exit() == 0, () -> "needs a user without rights who may start it: " + can.err());
      return Program.run(
          folder,
          Map.of(),
          Stream.of(setpriv, launcher, List.of(words)).flatMap(List::stream).toList());
    }
  }
}
