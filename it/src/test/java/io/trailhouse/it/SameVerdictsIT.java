package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.testkit.SignedTrail;
import io.trailhouse.testkit.TrailObjects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clause V3 of docs/spec/integrity.md: `verify` and `coverage --prove` say the same of the same
/// files, hour by hour.
class SameVerdictsIT {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final String EXPECTED = "!#!!!!#!#!+";

  private final SignedTrail trail = new SignedTrail();

  @TempDir private Path folder;

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private byte[] file(int hour) {
    return java.util.Objects.requireNonNull(trail.objects.get(trail.logFiles.get(hour)));
  }

  private void put(int hour, byte[] content) {
    trail.objects.put(trail.logFiles.get(hour), content);
  }

  private void damage() {
    String digest = trail.digests.get(0);
    String plain =
        new String(SignedTrail.unzipped(trail.objects.get(digest)), StandardCharsets.UTF_8);
    trail.replace(
        digest, plain.replace("{\"aws", "{\"more\":1,\"aws").getBytes(StandardCharsets.UTF_8));
    byte[] changed = SignedTrail.unzipped(file(2));
    changed[changed.length / 2] ^= 1;
    trail.replace(trail.logFiles.get(2), changed);
    put(3, joined(file(3), "more".getBytes(StandardCharsets.UTF_8)));
    put(4, joined(file(4), TrailObjects.gzip("{}".getBytes(StandardCharsets.UTF_8))));
    trail.objects.remove(trail.logFiles.get(5));
    put(6, SignedTrail.unzipped(file(6)));
    String name = trail.logFiles.get(7);
    trail.objects.put(name.replace(".json.gz", ".json"), SignedTrail.unzipped(file(7)));
    trail.objects.remove(name);
    trail.replace(trail.logFiles.get(8), SignedTrail.unzipped(file(8)));
    byte[] flipped = file(9).clone();
    flipped[flipped.length / 2] ^= 0x40;
    put(9, flipped);
  }

  @Test
  void eachHourIsJudgedAlikeByBoth() throws Exception {
    for (int hour = 0; hour < EXPECTED.length(); hour++) {
      trail.hour(START.plus(Duration.ofHours(hour)), 1);
    }
    damage();
    Path copy = folder.resolve("copy");
    String keys = trail.write(copy, false).toString();
    String home = folder.resolve("home").toString();
    Program.trailhouse(folder, "import", "--home", home, copy.resolve("AWSLogs").toString());
    Program.Ended coverage =
        Program.trailhouse(
            folder,
            "coverage",
            "--home",
            home,
            "--from",
            "2026-05-01T00:00:00Z",
            "--to",
            "2026-05-01T11:00:00Z",
            "--prove",
            "--keys",
            keys);
    assertThat(coverage.out()).as(coverage.err()).contains("us-east-2         " + EXPECTED + "\n");
    Program.Ended verify =
        Program.trailhouse(folder, "verify", copy.toString(), "--keys", keys, "--json");
    assertThat(hours(verify)).as(verify.out()).isEqualTo(EXPECTED);
  }

  /// What `verify` says, in the signs of coverage.
  private String hours(Program.Ended verify) throws Exception {
    Map<String, Boolean> wrong = new HashMap<>();
    for (JsonNode each : new ObjectMapper().readTree(verify.out()).path("findings")) {
      wrong.merge(
          each.path("key").asText(), each.path("wrong").asBoolean(), (one, two) -> one || two);
    }
    StringBuilder signs = new StringBuilder();
    for (int hour = 0; hour < EXPECTED.length(); hour++) {
      Boolean digest = wrong.get(trail.digests.get(hour));
      Boolean file = wrong.get(trail.logFiles.get(hour));
      signs.append(
          Boolean.TRUE.equals(digest) || Boolean.TRUE.equals(file)
              ? '!'
              : digest == null && file == null ? '#' : '+');
    }
    return signs.toString();
  }
}
