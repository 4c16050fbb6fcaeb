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

/// Clauses I4 and I8 of docs/spec/import.md, W1 and W10 of docs/spec/coverage.md, F21 of
/// docs/spec/findings.md.
class OldEvidenceIT {
  private static final String ACCOUNT = "111122223333";
  private static final Instant AT = Instant.parse("2021-07-29T08:05:00Z");

  @TempDir private Path folder;

  private Program.Ended run(String... words) {
    Program.Ended ended = Program.trailhouse(folder, words);
    assertThat(ended.err()).doesNotContain("unexpected", "\tat ");
    return ended;
  }

  /// Spec: import.md, I4.
  @Test
  void aTimeThatStandsInForOneIsNoPartOfTheSpan() throws Exception {
    Files.writeString(
        folder.resolve("untimed.json"),
        """
        [{"eventID":"u-1","eventTime":"soon","eventSource":"s3.amazonaws.com","eventName":"A"},
         {"eventID":"u-2","eventTime":"2021-07-29T08:01:00Z","eventSource":"a","eventName":"B"}]
        """);
    assertThat(run("--home", "other", "import", "untimed.json").out())
        .contains(", from 2021-07-29 08:01 to 2021-07-29 08:01 UTC.")
        .contains("1 event without a readable time: stored at the time of the log file, such as");
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

    assertThat(run("findings", "list", "--since", "7d").err())
        .contains("There are no findings yet.", "The table has events from 2021-07-29 ");
    assertThat(run("findings", "list").err()).isEmpty();

    Program.Ended coverage = run("coverage");
    assertThat(coverage.out())
        .contains("2021-07-29 08:00 to 2021-07-29 09:00", ACCOUNT + "  eu-west-1         -");
    assertThat(coverage.err()).isEmpty();
    assertThat(run("coverage", "--since", "7d").err())
        .contains("the table has log files delivered from 2021-07-29T08:05:00Z");

    assertNoGapIsKnown();
  }

  private void assertNoGapIsKnown() {
    Program.Ended gaps = run("backfill", "--gaps");
    assertThat(gaps.exit()).isEqualTo(1);
    assertThat(gaps.err()).contains("nothing is known of the last 90 days");
  }

  /// Clause W11 of docs/spec/coverage.md.
  @Test
  void theOldNameOfGapsWorksAndIsAnsweredWithTheNewOne() throws Exception {
    Files.writeString(
        folder.resolve("old.json"),
        """
        [{"eventID":"o-1","eventTime":"2021-07-29T08:01:00Z","eventSource":"a","eventName":"B"}]
        """);
    assertThat(run("import", "old.json").exit()).isZero();
    Program.Ended gaps = run("backfill", "--gaps");
    Program.Ended old = run("backfill", "--holes");
    assertThat(gaps.exit()).isEqualTo(1);
    assertThat(old.exit()).isEqualTo(1);
    assertThat(old.err()).isEqualTo("--holes is now called --gaps.\n" + gaps.err());
    assertThat(old.out()).isEqualTo(gaps.out());
    assertThat(run("backfill", "--help").out()).contains("--gaps").doesNotContain("hole");
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
