package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `query`, `search` and `show` as a shell sees them: `docs/spec/sql.md`.
class QueryCommandsIT {
  private static final String ID = "3270e016-59a1-4448-8dd1-d27a4796502d";
  @TempDir static Path folder;

  @BeforeAll
  static void importOneEvent() throws IOException {
    Files.writeString(
        folder.resolve("a.json"),
        """
        {"Records":[{"eventVersion":"1.08","eventID":"%s","eventTime":"2026-05-01T00:08:07Z",
        "eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"eu-west-1",
        "userAgent":"evil \\u001b[2J","recipientAccountId":"111122223333",
        "userIdentity":{"type":"IAMUser","userName":"alice","accessKeyId":"AKIAEXAMPLE"},
        "requestParameters":{"bucketName":"logs"},"new":1.50}]}
        """
            .formatted(ID));
    assertThat(Program.trailhouse(folder, "import", "a.json").exit()).isZero();
  }

  @Test
  void printsRowsAsJsonCsvTableAndParquet() throws IOException {
    String sql = "SELECT eventtime, element_at(requestParameters, 'bucketName') AS b FROM " + ID;
    Program.Ended json = Program.trailhouse(folder, "query", "--json", sql);
    assertThat(json.exit()).as(json.err()).isZero();
    JsonNode rows = new ObjectMapper().readTree(json.out());
    assertThat(rows).hasToString("[{\"eventtime\":\"2026-05-01 00:08:07\",\"b\":\"logs\"}]");
    assertThat(Program.trailhouse(folder, "query", "--csv", sql).out())
        .isEqualTo("eventtime,b\r\n2026-05-01 00:08:07,logs\r\n");
    assertThat(Program.trailhouse(folder, "query", sql).out()).contains("logs").contains("(1 row)");
    assertThat(Program.trailhouse(folder, "query", "--parquet", "r.parquet", sql).exit()).isZero();
    assertThat(folder.resolve("r.parquet")).isNotEmptyFile();
  }

  private Program.Ended piped(byte[] sql, String options) throws IOException {
    Files.write(folder.resolve("in.sql"), sql);
    String program = Program.app().resolve("trailhouse").toString();
    String command = "exec \"$0\" query " + options + " - < in.sql";
    return Program.run(folder, Map.of(), List.of("sh", "-c", command, program));
  }

  /// Spec: sql.md, SQL-11.
  @Test
  void wordsOfThePromptMeanTheSameInAPipe() throws IOException {
    String sql =
        ".mode csv\nSELECT 1 AS a;\n.mode json\nSELECT 2 AS b; SELECT 3 AS c;\nexit\nnonsense";
    Program.Ended ended = piped(sql.getBytes(StandardCharsets.UTF_8), "");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out().replaceAll("\\s", "")).isEqualTo("a1[{\"b\":2}][{\"c\":3}]");
    assertThat(piped(bytes(".tables"), "--csv").out()).contains("log_files");
    for (Program.Ended unknown :
        List.of(
            piped(bytes("SELECT 1;\n.read /etc/passwd"), "--json"),
            Program.trailhouse(folder, "query", ".read /etc/passwd"))) {
      assertThat(unknown.exit()).isEqualTo(2);
      assertThat(unknown.err()).contains("there is no .read").doesNotContain("th_");
    }
  }

  @Test
  void aByteThatIsNoUtf8IsNotAskedAsAnotherCharacter() throws IOException {
    Program.Ended ended =
        piped("SELECT '\u00ff' AS a".getBytes(StandardCharsets.ISO_8859_1), "--json");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("the SQL is not valid UTF-8");
    assertThat(piped(bytes("SELECT '\u00ff' AS a"), "--json").out()).contains("\u00ff");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// No account has it, so that nothing would be found.
  @Test
  void aWordThatIsNoAccountIsRefused() {
    for (String word : List.of("AWS", "12", "", "ANONYMOUS_PRINCIPAL")) {
      Program.Ended ended = Program.trailhouse(folder, "search", "--account", word);
      assertThat(ended.exit()).as(word).isEqualTo(2);
      assertThat(ended.err()).contains("an account's id is twelve digits");
    }
    assertThat(Program.trailhouse(folder, "search", "--account", "111122223333", "--csv").out())
        .contains(ID);
  }

  @Test
  void tellsAMistakeWithItsPlaceAndAnswersWithOne() {
    Program.Ended wrong = Program.trailhouse(folder, "query", "SELECT evntname\nFROM events");
    assertThat(wrong.exit()).isOne();
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err())
        .contains("line 1, column 8")
        .contains("^^^^^^^^")
        .contains("Did you mean eventname?")
        .doesNotContain("Exception");
    Program.Ended none = Program.trailhouse(folder, "query");
    assertThat(none.exit()).isEqualTo(2);
  }

  /// SQL-6: what is constant in a statement the engine works out while it plans, with the lock held
  /// that an interrupt waits for. This one would plan for many minutes.
  @Test
  void aStatementThatDoesNotEndWhileItIsPlannedIsEndedWithItsProcess() {
    String sql =
        "SELECT array_max(transform(sequence(1, 1000000), x -> levenshtein_distance("
            + "rpad(CAST(x AS VARCHAR), 500, 'a'), rpad('b', 500, 'c'))))";
    Program.Ended ended = Program.trailhouse(folder, "query", "--time-limit=1s", sql);
    assertThat(ended.exit()).isOne();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("longer than its limit of 1 s");
  }

  @Test
  void findsAnEventAndShowsIt() {
    Program.Ended found =
        Program.trailhouse(folder, "search", "akiaexample", "--from", "2026-05-01");
    assertThat(found.exit()).as(found.err()).isZero();
    assertThat(found.out()).contains(ID).contains("alice");
    Program.Ended shown = Program.trailhouse(folder, "show", "3270e016");
    assertThat(shown.out())
        .contains("\"new\": 1.50")
        .contains("access key AKIAEXAMPLE")
        .doesNotContain("\u001b");
    assertThat(Program.trailhouse(folder, "show", "00000000").exit()).isOne();
    assertThat(Program.trailhouse(folder, "search", "x", "--since", "soon").exit()).isEqualTo(2);
  }

  @Test
  void saysWhereNothingHasBeenImported() {
    Program.Ended ended =
        Program.run(
            folder,
            Map.of("TRAILHOUSE_HOME", folder.resolve("elsewhere").toString()),
            List.of(Program.app().resolve("trailhouse").toString(), "query", "SELECT 1"));
    assertThat(ended.exit()).isOne();
    assertThat(ended.err()).contains("nothing has been imported here yet");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void leavesNoScratchBehind() {
    Program.trailhouse(folder, "query", "SELECT count(*) FROM events");
    assertThat(folder.resolve("trailhouse-data/tmp")).doesNotExist();
  }
}
