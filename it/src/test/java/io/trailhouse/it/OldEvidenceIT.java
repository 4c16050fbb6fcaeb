package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.testkit.TrailObjects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clauses I4 and I8 of docs/spec/import.md, W1 and W10 of docs/spec/coverage.md.
class OldEvidenceIT {
  private static final String ACCOUNT = "111122223333";
  private static final Instant AT = Instant.parse("2021-07-29T08:05:00Z");

  @TempDir private Path folder;

  private Program.Ended run(String... words) {
    Program.Ended ended = Program.trailhouse(folder, words);
    assertThat(ended.err()).doesNotContain("unexpected", "\tat ");
    return ended;
  }

  @Test
  void whatIsOldIsFoundOrItIsSaidWhenItIs() throws Exception {
    Random dice = new Random(5);
    String key = TrailObjects.key("AWSLogs/", ACCOUNT, "eu-west-1", AT, dice);
    Path file = folder.resolve("copy").resolve(key);
    Files.createDirectories(file.getParent());
    List<String> ids = TrailObjects.ids(3, dice);
    Files.write(file, TrailObjects.file(ids, ACCOUNT, "eu-west-1", AT));
    Files.writeString(folder.resolve("trailhouse.yaml"), "routes: {out: {to: {folder: ./out/}}}\n");

    Program.Ended imported = run("import", "copy");
    assertThat(imported.out())
        .contains(
            "1 file read in ", "They are of 1 account and 1 Region (eu-west-1), from 2021-07-29 ");
    assertThat(imported.err()).isEmpty();

    assertThat(run("search", "--since", "7d", "sts").err())
        .contains("it has events from 2021-07-29 ", "--from 2021-07-29 --to 2021-07-29");
    assertThat(run("search", "no-such-thing").err()).isEmpty();
    assertThat(run("routes", "dry-run", "--since", "7d").err())
        .contains("it has events from 2021-07-29 ");

    Program.Ended coverage = run("coverage");
    assertThat(coverage.out())
        .contains("2021-07-29 08:00 to 2021-07-29 09:00", ACCOUNT + "  eu-west-1         -");
    assertThat(coverage.err()).isEmpty();
    assertThat(run("coverage", "--since", "7d").err())
        .contains("the table has log files delivered from 2021-07-29T08:05:00Z");

    Program.Ended holes = run("backfill", "--holes");
    assertThat(holes.exit()).isEqualTo(1);
    assertThat(holes.err()).contains("nothing is known of the last 90 days");
  }

  @Test
  void helpOfACommandIsWhatItsOptionSays() {
    assertThat(run("help", "routes", "dry-run").out())
        .isEqualTo(run("routes", "dry-run", "--help").out());
    Program.Ended wrong = Program.trailhouse(folder, "help", "coverag");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("did you mean coverage?");
  }
}
