package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.testkit.SignedTrail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clauses W1 to W7 and W11 of docs/spec/coverage.md.
class CoverageCommandIT {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final List<String> SPAN =
      List.of("--from", "2026-05-01T00:00:00Z", "--to", "2026-05-01T12:00:00Z");

  private final SignedTrail trail = new SignedTrail();
  private Path home = Path.of("none");
  private Path keys = Path.of("none");

  @TempDir private Path folder;

  /// Twelve hours with digests, of which some things go.
  @BeforeEach
  void importATrail() throws Exception {
    for (int hour = 0; hour < 12; hour++) {
      trail.hour(START.plus(Duration.ofHours(hour)), 1);
    }
    trail.objects.remove(trail.logFiles.get(3)); // in hour 3
    trail.objects.remove(trail.digests.get(6)); // of hour 6
    trail.objects.remove(trail.digests.get(7)); // of hour 7
    Path copy = folder.resolve("copy");
    keys = trail.write(copy, false);
    home = folder.resolve("home");
    Program.Ended ended =
        Program.trailhouse(
            folder, "import", "--home", home.toString(), copy.resolve("AWSLogs").toString());
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  private Program.Ended coverage(String... more) {
    List<String> words = new java.util.ArrayList<>(List.of("coverage", "--home", home.toString()));
    words.addAll(SPAN);
    words.addAll(List.of(more));
    return Program.trailhouse(folder, words.toArray(String[]::new));
  }

  @Test
  void thePictureShowsEachHourAndGapsAreNamed() {
    Program.Ended ended = coverage();
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            2026-05-01 00:00 to 2026-05-01 12:00 UTC by delivery, one hour a character
            111122223333  us-east-2         +++!++!!++++
            + complete by digest   ! missing

            111122223333 us-east-2, 2026-05-01T03:00:00Z to 2026-05-01T04:00:00Z: a digest lists log files that never came
              %s

            111122223333 us-east-2, 2026-05-01T06:00:00Z to 2026-05-01T08:00:00Z: no digest covers it, though there are digests before and after

            0 hours proven, 9 complete by digest, 0 arrived, 0 fetched from Event history, 0 late, 3 missing in 2 gaps.
            """
                .formatted(trail.logFiles.get(3)));
    assertThat(coverage("--fail-on-gap").exit()).isEqualTo(1);
  }

  /// Clause W11.
  @Test
  void theOldNameOfAnOptionWorksAndIsAnsweredWithTheNewOne() {
    Program.Ended old = coverage("--fail-on-hole", "--json");
    assertThat(old.exit()).isEqualTo(1);
    assertThat(old.err()).isEqualTo("--fail-on-hole is now called --fail-on-gap.\n");
    Program.Ended renamed = coverage("--fail-on-gap", "--json");
    assertThat(renamed.exit()).isEqualTo(1);
    assertThat(renamed.err()).isEmpty();
    assertThat(old.out()).isEqualTo(renamed.out()).contains("\"gaps\":[{");
    assertThat(coverage("--help").out()).contains("--fail-on-gap").doesNotContain("hole");
  }

  @Test
  void signaturesAreProvenWithKeysAsFarAsTheCopyHoldsThem() {
    Program.Ended ended = coverage("--prove", "--keys", keys.toString());
    // the signature of a digest is in the next one; those of hours 5 and 11 have none
    assertThat(ended.out()).contains("us-east-2         ###!#+!!###+");
    assertThat(coverage("--prove").exit()).isEqualTo(2);
  }

  /// Clauses W1 and W2: what a digest says of an hour before anything came, and a digest that
  /// cannot be read to its last entry.
  @Test
  void theSpanBeginsWithWhatDigestsCoverAndADigestThatIsNotUnderstoodProvesNothing()
      throws Exception {
    SignedTrail other = new SignedTrail();
    for (int hour = 0; hour < 3; hour++) {
      other.hour(START.plus(Duration.ofHours(hour)), 1);
    }
    other.objects.remove(other.logFiles.get(0));
    String last = other.digests.get(2);
    String text =
        new String(SignedTrail.unzipped(other.objects.get(last)), StandardCharsets.UTF_8)
            .replaceFirst("(\"logFiles\"\\s*:\\s*\\[)", "$1null,");
    other.replace(last, text.getBytes(StandardCharsets.UTF_8));
    Path copy = folder.resolve("other");
    Path keysOfOther = other.write(copy, false);
    String itsHome = folder.resolve("other-home").toString();
    Program.trailhouse(folder, "import", "--home", itsHome, copy.resolve("AWSLogs").toString());
    Program.Ended ended =
        Program.trailhouse(folder, "coverage", "--home", itsHome, "--fail-on-gap");
    assertThat(ended.out())
        .startsWith("2026-05-01 00:00 to 2026-05-01 04:00 UTC")
        .contains("us-east-2         !+!", "T00:00:00Z to 2026-05-01T01:00:00Z: a digest lists")
        .contains("T02:00:00Z to 2026-05-01T03:00:00Z: the digest that covers it is not valid");
    assertThat(ended.exit()).isEqualTo(1);
    Program.Ended verified =
        Program.trailhouse(folder, "verify", copy.toString(), "--keys", keysOfOther.toString());
    assertThat(verified.out())
        .contains(last + "  invalid format: entry 1 of its logFiles is not valid");
    assertThat(verified.exit()).isEqualTo(1);
  }

  @Test
  void programsGetJson() {
    assertThat(coverage("--json").out())
        .contains("\"reason\":\"file_absent\"", "\"missing_files\":1")
        .contains("\"hours\":[\"complete\",\"complete\",\"complete\",\"missing\"");
    assertThat(coverage("--json", "--account", "999999999999").out())
        .contains("\"account_regions\":[]");
  }
}
