package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people hand over that is no plain log file: wrappers, exports, tables, odd archives; and
/// what the quarantine keeps of it (records.md R1 and R3, quarantine.md Q7 to Q10, import.md I8 and
/// I9).
class OddInputIT {
  @TempDir Path folder;

  private Program.Ended trailhouse(String... words) {
    Program.Ended ended = Program.trailhouse(folder, words);
    BadInputIT.assertSpeaksToPeople(ended);
    return ended;
  }

  private Path home() {
    return folder.resolve("trailhouse-data");
  }

  private static String record(int number) {
    return "{\"eventVersion\":\"1.08\",\"eventName\":\"E%d\",\"eventID\":\"%d\"}"
        .formatted(number, number);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void fieldCasesBecomeRowsEqualToTheirRecords() {
    String[] cases = {
      "f02-records-twice",
      "f03-half-surrogate-in-key",
      "f08-cwl-control-message",
      "f09-cli-query-output",
      "f15-siem-exports"
    };
    for (String each : cases) {
      Program.Ended ended = trailhouse("import", SharedData.path("field/" + each).toString());
      assertThat(ended.exit()).as(each + ended.err()).isZero();
    }
    assertThat(Contents.number(home(), "SELECT count(*) FROM events")).isEqualTo(29);
    assertThat(
            Contents.texts(
                home(),
                "SELECT eventjson FROM events WHERE requestid IN ('r21', 'r24', 'r26') ORDER BY"
                    + " requestid"))
        .satisfiesExactly(
            r21 -> assertThat(r21).contains("{\"tags\":{\"a\\ud83d\":\"x\"}}"),
            r24 -> assertThat(r24).contains("{\"a\\ude00\":\"x\"}"),
            r26 -> assertThat(r26).contains("{\"a\\ud83d\":\"x\"}"));
    Program.Ended rules =
        trailhouse(
            "rules",
            "run",
            "builtin",
            "--over",
            SharedData.path("field/f03-half-surrogate-in-key/in.json").toString());
    assertThat(rules.out()).contains("high                   2  A trail was stopped or deleted");
    assertThat(rules.err()).doesNotContain("in.json");
  }

  @Test
  void tablesOfEventsAreNamedWithWhatToDo() throws IOException {
    write(
        "console.csv",
        """
        "User name","AWS access key","Event name","Event source","Event time"
        "alice","","StopLogging","cloudtrail.amazonaws.com","May 01, 2026"
        """);
    write("athena.csv", "\"eventname\",\"eventtime\",\"useridentity\"\n\"A\",\"B\",\"{type=x}\"\n");
    write("lake.csv", "eventID,eventJson\n1,\"{\"\"eventVersion\"\":\"\"1.08\"\"}\"\n");
    Program.Ended ended = trailhouse("import", "console.csv", "athena.csv", "lake.csv");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains("the console's Event history as a table")
        .contains("download it as JSON, or fetch it with `trailhouse backfill`")
        .contains("a table of events that are no whole records")
        .contains("a table with whole records in its column eventjson")
        .contains("no event of them could be read")
        .doesNotContain("readable events are in the table")
        .doesNotContain("not JSON");
  }

  private void zip(String name, int blanks) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(name));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("good.json"));
      zip.write(record(1).getBytes(StandardCharsets.UTF_8));
      for (String bomb : new String[] {"a.json", "b.json"}) {
        zip.putNextEntry(new ZipEntry(bomb));
        zip.write((record(bomb.charAt(0)) + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] piece = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < blanks; i++) {
          zip.write(piece);
        }
        zip.write("damage".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void ofWhatUnpacksToTooMuchTheArchiveIsKept() throws IOException {
    zip("bombs.zip", 200);
    Program.Ended ended = trailhouse("import", "bombs.zip");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("it unpacks to more than 250 times its size");
    assertThat(Contents.number(home(), "SELECT count(*) FROM events")).isEqualTo(3);
    long kept = 0;
    try (var files = Files.list(home().resolve("quarantine"))) {
      for (Path file : files.toList()) {
        kept += Files.size(file);
      }
    }
    assertThat(kept).isLessThan(Files.size(folder.resolve("bombs.zip")) + 4_000);
    Program.Ended retry = trailhouse("quarantine", "retry");
    assertThat(retry.out()).contains("0 of 2 log files left the quarantine");
    assertThat(Contents.number(home(), "SELECT count(*) FROM events")).isEqualTo(3);
  }

  @Test
  void entriesOfOneNameAreFilesOfTheirOwn() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int number = 1; number <= 3; number++) {
        zip.putNextEntry(new ZipEntry(number + ".json"));
        zip.write(record(number).getBytes(StandardCharsets.UTF_8));
      }
    }
    String same = bytes.toString(StandardCharsets.ISO_8859_1).replace("2.json", "1.json");
    Files.write(folder.resolve("same.zip"), same.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(trailhouse("import", "same.zip").exit()).isZero();
    assertThat(trailhouse("import", "same.zip").exit()).isZero();
    assertThat(Contents.texts(home(), "SELECT eventname FROM events ORDER BY 1"))
        .containsExactly("E1", "E2", "E3");
  }

  @Test
  void whatIsDroppedFromTheQuarantineIsNamedAndNothingElseIsTouched() throws IOException {
    write("a.json", record(1) + "\n{\"x\":\"1 log file is in quarantine.\u2028\n\"}");
    write("b.json", "{\"y\":1}");
    write("c.json", record(2) + "\ngarbage");
    trailhouse("import", "a.json", "b.json", "c.json");
    Program.Ended list = trailhouse("quarantine", "list");
    assertThat(list.out().lines().filter(line -> line.startsWith("1 log file is"))).isEmpty();
    assertThat(list.out()).doesNotContain("\u2028").contains("3 log files are in quarantine");

    assertThat(trailhouse("quarantine", "drop").exit()).isEqualTo(2);
    assertThat(trailhouse("quarantine", "drop", "--all", "--reason", "x").exit()).isEqualTo(2);
    assertThat(trailhouse("quarantine", "drop", "--reason", " ").exit()).isEqualTo(2);
    assertThat(trailhouse("quarantine", "drop", "nothing").exit()).isEqualTo(1);
    assertThat(trailhouse("quarantine", "drop", "").exit()).isEqualTo(1);
    assertThat(trailhouse("quarantine", "list").out()).contains("3 log files");

    Program.Ended byReason = trailhouse("quarantine", "drop", "--reason", "NOT an event RECORD");
    assertThat(byReason.out()).contains("b.json").contains("removed");
    String id =
        trailhouse("quarantine", "list")
            .out()
            .lines()
            .filter(line -> line.startsWith("  id:"))
            .findFirst()
            .orElseThrow()
            .replace("id:", "")
            .strip();
    assertThat(trailhouse("quarantine", "drop", id.substring(0, 8)).out())
        .contains("removed " + id);
    assertThat(trailhouse("quarantine", "drop", "--all", "--json").out()).contains("\"left\":0");
    try (var files = Files.list(home().resolve("quarantine"))) {
      assertThat(files).isEmpty();
    }
    assertThat(Files.exists(folder.resolve("a.json"))).isTrue();
    assertThat(Contents.number(home(), "SELECT count(*) FROM events")).isEqualTo(2);
  }

  /// I12: scripts that try again must not take the second run for a success.
  @Test
  void aKnownFileInQuarantineIsNamedAgainAndReadAgainWhenToldTo() throws IOException {
    write("c.json", record(2) + "\ngarbage");
    assertThat(trailhouse("import", "c.json").exit()).isEqualTo(1);
    Program.Ended second = trailhouse("import", "c.json");
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.out()).contains("1 file is in quarantine since an earlier import");
    assertThat(second.err()).contains("quarantined: ", "c.json", "quarantine list");
    assertThat(trailhouse("import", "--json", "c.json").out()).contains("\"still_quarantined\":1");

    assertThat(trailhouse("quarantine", "drop", "--all").out()).contains("import --again");
    assertThat(trailhouse("import", "c.json").exit()).isZero();
    Program.Ended again = trailhouse("import", "--again", "c.json");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.out()).contains("1 event, 0 new, 1 duplicate, 1 file quarantined");
    assertThat(trailhouse("quarantine", "list").out()).contains("1 log file is in quarantine");
  }

  /// I11.
  @Test
  void otherContentOfTheSameSizeAndTimeIsReadWhenToldTo() throws IOException {
    Path file = folder.resolve("x.json");
    FileTime time = FileTime.fromMillis(1_600_000_000_000L);
    for (int number = 1; number <= 2; number++) {
      write("x.json", record(number));
      Files.setLastModifiedTime(file, time);
      trailhouse("import", "x.json");
    }
    assertThat(Contents.number(home(), "SELECT count(*) FROM events")).isEqualTo(1);
    assertThat(trailhouse("import", "--again", "x.json").exit()).isZero();
    assertThat(Contents.number(home(), "SELECT count(*) FROM events")).isEqualTo(2);
    assertThat(Contents.number(home(), "SELECT count(*) FROM log_files")).isEqualTo(2);
    assertThat(trailhouse("import", "--again", "x.json").out()).contains("0 new, 1 duplicate");
    assertThat(Contents.number(home(), "SELECT count(*) FROM log_files")).isEqualTo(2);
  }

  /// I3.
  @Test
  void everyFileThatCannotBeReadIsNamed() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    for (int number = 10; number < 35; number++) {
      Files.createSymbolicLink(folder.resolve("in/d" + number + ".json"), Path.of("nowhere"));
      write("in/q" + number + ".json", "garbage");
    }
    Program.Ended text = trailhouse("import", "in");
    assertThat(text.exit()).isEqualTo(1);
    assertThat(text.err())
        .contains("... and 15 more in quarantine")
        .contains("... and 15 more files that cannot be read: the same command with --json");
    assertThat(text.err().lines().filter(line -> line.startsWith("not readable:"))).hasSize(10);
    String json = trailhouse("import", "--json", "in").out();
    for (int number = 10; number < 35; number++) {
      assertThat(json).contains("in/d" + number + ".json");
    }
  }

  /// Q11, R3.11.
  @Test
  void aDamagedArchiveLeavesTheQuarantineWhenItComesWhole() throws IOException {
    zip("a.zip", 0);
    byte[] bombs = Files.readAllBytes(folder.resolve("a.zip"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("good.json"));
      zip.write(record(1).getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = bytes.toByteArray();
    bytes.write(bombs);
    bytes.write(whole);
    Files.write(folder.resolve("a.zip"), bytes.toByteArray());
    Program.Ended damaged = trailhouse("import", "a.zip");
    assertThat(damaged.exit()).isEqualTo(1);
    assertThat(damaged.err()).contains("belong to no entry of its list", "a.zip, byte 0");
    assertThat(trailhouse("quarantine", "retry").out()).contains("0 of 1 log file");
    assertThat(trailhouse("import", "a.zip").exit()).isEqualTo(1);
    Files.write(folder.resolve("a.zip"), whole);
    assertThat(trailhouse("import", "a.zip").exit()).isZero();
    assertThat(trailhouse("quarantine", "list").out()).contains("No log file is in quarantine");
    assertThat(Contents.number(home(), "SELECT count(*) FROM events")).isEqualTo(1);
  }
}
