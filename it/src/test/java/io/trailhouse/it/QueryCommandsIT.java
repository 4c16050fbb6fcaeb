package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
