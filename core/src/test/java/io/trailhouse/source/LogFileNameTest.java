package io.trailhouse.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What keys tell, with the forms of the CloudTrail user guide.
final class LogFileNameTest {
  private static final Instant DELIVERED = Instant.parse("2026-05-01T08:05:00Z");

  @Test
  void theNameTellsTheWholeRegion() {
    LogFileName name =
        LogFileName.of(
            "111122223333_CloudTrail-Insight_us-gov-west-1_20260501T0805Z_AbCdEf0123456789.json.gz");
    assertThat(name)
        .isEqualTo(
            new LogFileName(LogFileKind.INSIGHT, "111122223333", "us-gov-west-1", DELIVERED));
  }

  @Test
  void theUniquePartMayFollowTheTimeDirectly() {
    assertThat(LogFileName.of("a/111122223333_CloudTrail_eu-west-1_20260501T0805ZAbCd.json.gz"))
        .isEqualTo(new LogFileName(LogFileKind.EVENTS, "111122223333", "eu-west-1", DELIVERED));
  }

  @Test
  void aDigestNamesItsTrailAndHomeRegionToo() {
    LogFileName name =
        LogFileName.of(
            "111122223333_CloudTrail-Digest_us-east-2_my_trail-1_us-east-1_20260501T080500Z.json.gz");
    assertThat(name)
        .isEqualTo(new LogFileName(LogFileKind.DIGEST, "111122223333", "us-east-2", DELIVERED));
  }

  @Test
  void foldersTellWhereTheNameDoesNot() {
    assertThat(
            LogFileName.of("p/AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/05/01/x.json"))
        .isEqualTo(
            new LogFileName(
                LogFileKind.EVENTS,
                "111122223333",
                "eu-west-1",
                Instant.parse("2026-05-01T00:00:00Z")));
  }

  @Test
  void anotherNameTellsNothing() {
    assertThat(LogFileName.of("events.json"))
        .isEqualTo(new LogFileName(LogFileKind.EVENTS, null, null, null));
  }
}
