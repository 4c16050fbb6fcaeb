package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.testkit.SignedTrail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clauses V9 to V11 of docs/spec/integrity.md.
class VerifyCommandIT {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

  private final SignedTrail trail = new SignedTrail();

  @TempDir private Path folder;

  private Program.Ended verify(String... more) throws Exception {
    for (int hour = 0; hour < 4; hour++) {
      trail.hour(START.plus(Duration.ofHours(hour)), hour);
    }
    trail.objects.remove(trail.logFiles.get(1));
    trail.replace(trail.logFiles.get(3), "{}".getBytes(StandardCharsets.UTF_8));
    Path keys = trail.write(folder.resolve("copy"), true);
    java.util.List<String> words =
        new java.util.ArrayList<>(
            java.util.List.of(
                "verify", folder.resolve("copy").toString(), "--keys", keys.toString()));
    words.addAll(java.util.List.of(more));
    return Program.trailhouse(folder, words.toArray(String[]::new));
  }

  @Test
  void whatIsWrongIsNamedAndSummedUp() throws Exception {
    Program.Ended ended = verify();
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .contains("WRONG     " + trail.logFiles.get(1) + "  not found")
        .contains("WRONG     " + trail.logFiles.get(3) + "  hash value doesn't match")
        .contains(
            "4 of 4 digest files proven, 4 of 6 listed log files unchanged, 2 wrong, 0 unproven.");
    assertThat(ended.out().lines()).hasSize(3);
  }

  @Test
  void whoParsesAwsLinesGetsThem() throws Exception {
    Program.Ended ended =
        verify("--like-aws", "--start", "2026-05-01", "--end", "2026-05-01T04:00:00Z");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "Log file\ts3:///%s\tINVALID: hash value doesn't match%n%nLog file\ts3:///%s\tINVALID: not found%n%n"
                .formatted(trail.logFiles.get(3), trail.logFiles.get(1)));
    assertThat(ended.out())
        .isEqualTo(
            """
            Validating log files for trail %s between 2026-05-01T00:00:00Z and 2026-05-01T04:00:00Z

            Results requested for 2026-05-01T00:00:00Z to 2026-05-01T04:00:00Z
            Results found for 2026-05-01T00:00:00Z to 2026-05-01T04:00:00Z:

            4/4 digest files valid
            4/6 log files valid, 2/6 log files INVALID
            """
                .formatted(folder.resolve("copy")));
  }

  /// Clause V5.
  @Test
  void aHeadFileThatIsNoneCostsItsOwnDigestOnly() throws Exception {
    for (int hour = 0; hour < 3; hour++) {
      trail.hour(START.plus(Duration.ofHours(hour)), 1);
    }
    Path copy = folder.resolve("copy");
    Path keys = trail.write(copy, true);
    String last = trail.digests.get(2);
    Path head = copy.resolve(last + ".head.json");
    String name = head.getFileName().toString();
    for (String[] broken :
        new String[][] {
          {"{\"Metadata\": {\"signature\": \"ab", "its JSON ends too early, at line 1, column "},
          {"{\"Metadata\": {\"signature\": [\"ab\"]}}", "it holds no signature"},
          {"", "it holds no signature"}
        }) {
      Files.writeString(head, broken[0]);
      Program.Ended ended =
          Program.trailhouse(folder, "verify", copy.toString(), "--keys", keys.toString());
      assertThat(ended.out())
          .contains(
              "unproven  "
                  + last
                  + "  its signature is not in this copy: "
                  + name
                  + ": "
                  + broken[1])
          .contains("2 of 3 digest files proven, 3 of 3 listed log files unchanged, 0 wrong");
      assertThat(ended.exit()).isZero();
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void programsGetJson() throws Exception {
    assertThat(verify("--json").out())
        .contains("\"verdict\":\"not_found\"", "\"digests_proven\":4", "\"wrong\":2");
  }

  @Test
  void aPlaceWithoutATrailIsSaidToBeOne() {
    Program.Ended none = Program.trailhouse(folder, "verify", folder.toString());
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("there is no folder AWSLogs");
    Program.Ended gone = Program.trailhouse(folder, "verify", folder.resolve("x").toString());
    assertThat(gone.err()).contains("there is no such folder");
  }
}
