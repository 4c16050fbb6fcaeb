package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.trailhouse.fixture.SharedData;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// CloudTrail Lake's published sample queries, as their authors wrote them.
class LakeSqlFilesTest {
  private static final String NOT_HERE = "not in this store";

  /// What these files get instead of rows, because of a mistake in them or of what they ask for.
  private static final Map<String, String> REFUSED =
      Map.of(
          "iam-idc-authenticate-api.sql",
          "syntax error at or near \"FROM\"",
          "list-all-events-not-in-authorized-region.sql",
          "syntax error",
          "list-attempted-s3-requests..sql",
          "syntax error",
          "network-activity-events-vpce-access-denied-s3.sql",
          "GROUP BY",
          "ssm-patch-compliance-all-ec2-instances.sql",
          NOT_HERE,
          "ssm-patch-compliance-distinct-ec2-instance-latest.sql",
          NOT_HERE,
          "ssm-patch-compliance-selected-ec2-instance-time-range.sql",
          NOT_HERE);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> runEachFileAsItWasPublished() throws IOException {
    SampleTable table = new SampleTable(folder);
    table.file(
        "events.parquet",
        "'e1' AS eventid, TIMESTAMP '2023-01-02 03:04:05' AS eventtime,"
            + " '*' AS th_layout, '{}' AS extra");
    QueryEngine engine = table.engine();
    try (Stream<Path> files = Files.list(SharedData.path("lake-sql"))) {
      return files.sorted().toList().stream()
          .map(file ->
              DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(engine, file)))
          .onClose(engine::close);
    }
  }

  private static void run(QueryEngine engine, Path file) throws IOException {
    String refused = REFUSED.get(file.getFileName().toString());
    String written = Files.readString(file);
    if (written.contains("'${date_filter}'")) {
      assertThatThrownBy(() -> engine.ask(written))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              e -> {
                assertThat(e.problem()).contains("a placeholder was left").contains("date_filter");
                assertThat(e.place()).contains("line ").contains("^^^^");
              });
    }
    String sql = written.replace("${date_filter}", "2023-01-02 03:04:05");
    try (QueryAnswer answer = engine.ask(sql)) {
      while (answer.next()) {
        answer.row();
      }
      if (refused != null) {
        fail("should be refused: " + refused);
      }
    } catch (TrailhouseException e) {
      if (refused == null) {
        throw e;
      }
      assertThat(e.problem() + "\n" + e.place() + "\n" + e.remedy()).contains(refused);
      assertThat(e.place()).contains("line ").contains("^");
    }
  }
}
