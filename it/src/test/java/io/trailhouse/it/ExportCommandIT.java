package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Export, quarantine and configuration as a shell sees them (spec: export.md, quarantine.md,
/// config.md).
class ExportCommandIT {
  private static final String RECORD =
      "{\"eventVersion\":\"1.08\",\"eventTime\":\"2026-05-0%dT08:01:00Z\",\"eventID\":\"e-%d\","
          + "\"eventName\":\"X\",\"awsRegion\":\"eu-west-1\",\"recipientAccountId\":\"111122223333\"}";

  @TempDir Path folder;

  @BeforeEach
  void importThree() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    String records = RECORD.formatted(1, 1) + "," + RECORD.formatted(2, 2) + ",";
    Files.writeString(
        in.resolve("a.json"), "{\"Records\":[" + records + RECORD.formatted(3, 3) + "]}");
    assertThat(run("import", "in").exit()).isZero();
  }

  private Program.Ended run(String... words) {
    return Program.trailhouse(folder, words);
  }

  /// E2, E14, E15.
  @Test
  void anExportIsImportedAgainWhole() throws IOException {
    Program.Ended two =
        run("export", "out", "--from", "2026-05-02", "--to", "2026-05-03", "--json");
    assertThat(two.exit()).as(two.err()).isZero();
    assertThat(two.out()).startsWith("{\"files\":2,\"there\":0,\"events\":2,");
    Program.Ended all = run("export", "out", "--json");
    assertThat(all.out()).startsWith("{\"files\":1,\"there\":2,\"events\":3,");
    assertThat(folder.resolve("out/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/05/01"))
        .isDirectoryContaining(
            "glob:**/111122223333_CloudTrail_eu-west-1_20260501T0805Z_*.json.gz");
    Program.Ended again = run("--home", "second", "import", "out", "--json");
    assertThat(again.out()).contains("\"files\":3,\"events\":3,\"rows\":3,\"duplicates\":0,");
  }

  @Test
  void anExportIntoTheHomeOrOfNothingIsRefused() {
    assertThat(run("export", "trailhouse-data/out").exit()).isEqualTo(2);
    assertThat(run("export", "in/a.json").exit()).isEqualTo(2);
    assertThat(run("export").exit()).isEqualTo(2);
    Program.Ended none = run("--home", "none", "export", "out");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("nothing has been imported");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  /// Q5, Q6.
  @Test
  void quarantineIsListedAndRetried() throws IOException {
    assertThat(run("quarantine", "retry").exit()).isZero();
    byte[] whole = Files.readAllBytes(folder.resolve("in/a.json"));
    Path damaged = folder.resolve("in/b.json");
    Files.write(damaged, Arrays.copyOf(whole, whole.length - 20));
    assertThat(run("import", "in").exit()).isEqualTo(1);

    Program.Ended list = run("quarantine", "list");
    assertThat(list.exit()).isZero();
    assertThat(list.out()).contains("b.json").contains("why:").contains("1 log file is");
    assertThat(run("quarantine", "list", "--json").out()).startsWith("[{\"origin\":");
    Program.Ended retry = run("quarantine", "retry", "--json");
    assertThat(retry.exit()).isEqualTo(1);
    assertThat(retry.out()).startsWith("{\"files\":1,\"left\":1,\"events\":0,");

    Files.write(damaged, whole);
    assertThat(run("import", "in", "--json").out()).contains("\"rows\":0,\"duplicates\":3,");
    assertThat(run("quarantine", "list", "--json").out().strip()).isEqualTo("[]");
  }

  /// C1, C5, C6, C7.
  @Test
  void theConfigurationIsCheckedBeforeAnythingHappens() throws IOException {
    assertThat(run("config", "check").exit()).isZero();
    Path file = folder.resolve("trailhouse.yaml");
    Files.writeString(file, "lake:\n  warehous: x\nruls: []\n");
    Program.Ended check = run("config", "check");
    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.out())
        .contains("trailhouse.yaml:2:3: lake.warehous: unknown key; did you mean warehouse?")
        .contains("trailhouse.yaml:3:1: ruls: unknown key; did you mean rules?")
        .contains("2 problems.");
    Program.Ended refused = run("--home", "fresh", "import", "in");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("2 problems").contains("lake.warehous");
    assertThat(folder.resolve("fresh")).doesNotExist();

    Files.writeString(file, "lake: {warehouse: ./elsewhere, retention: {data: 400d}}\n");
    assertThat(run("config", "print").out())
        .containsPattern("lake.retention.data +400d +forever +trailhouse.yaml:1");
    assertThat(run("--home", "fresh", "import", "in").exit()).isZero();
    assertThat(folder.resolve("elsewhere/cloudtrail")).isDirectory();
    assertThat(run("--home", "fresh", "query", "--csv", "SELECT count(*) AS n FROM events").out())
        .contains("3");
    assertThat(run("--home", "fresh", "upkeep").exit()).isZero();
    assertThat(run("--config", "none.yaml", "import", "in").exit()).isEqualTo(2);
  }
}
