package io.trailhouse.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// docs/spec/config.md C4, C13, C17, C20.
class QuantitiesTest {
  private static final Instant NOW = Instant.parse("2026-05-21T09:20:00Z");
  private static final int DRAWN = 2_000;

  private final Random random = new Random(14);

  @ParameterizedTest
  @CsvSource({
    "0B, 0",
    "1b, 1",
    "5MB, 5000000",
    "5mb, 5000000",
    "5M, 5000000",
    "5 MB, 5000000",
    "5MiB, 5242880",
    "5Mi, 5242880",
    "1kB, 1000",
    "1KiB, 1024",
    "2GB, 2000000000",
    "2GiB, 2147483648",
    "1t, 1000000000000",
    "1TiB, 1099511627776",
    "9223372036854775B, 9223372036854775",
    "9223372TB, 9223372000000000000"
  })
  void aSizeIsDecimalUnlessItSaysBinary(String text, long bytes) throws QuantityException {
    assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | has no unit; write it with its unit: 5MB (5,000,000 bytes) or 5MiB",
        "5XB | has no unit of a size",
        "MB | is no size",
        "'' | is no size",
        "-1MB | is no size",
        "1.5GB | is no size",
        "1,000B | is no size",
        "9223373TB | is more than",
        "9999999999999999999B | is no size"
      })
  void whatIsNoSizeSaysWhatToWrite(String text, String problem) {
    assertThatThrownBy(() -> DataSize.parse(text))
        .isInstanceOf(QuantityException.class)
        .hasMessageStartingWith("'" + text + "' " + problem);
  }

  @Test
  void theBoundsOfASizeAreAllowedAndNamed() throws QuantityException {
    DataSize least = new DataSize(1);
    DataSize most = new DataSize(64L << 20);
    assertThat(DataSize.parse("64MiB", least, most)).isEqualTo(most);
    assertThat(DataSize.parse("1B", least, most)).isEqualTo(least);
    assertThatThrownBy(() -> DataSize.parse("65MiB", least, most))
        .hasMessage("'65MiB' must be from 1B to 64MiB");
    assertThatThrownBy(() -> DataSize.parse("0B", least, most))
        .hasMessage("'0B' must be from 1B to 64MiB");
  }

  @Test
  void everySizeIsReadBackFromItsText() throws QuantityException {
    assertThat(new DataSize(5_000_000)).hasToString("5MB");
    assertThat(new DataSize(5 << 20)).hasToString("5MiB");
    assertThat(new DataSize(0)).hasToString("0B");
    for (int i = 0; i < DRAWN; i++) {
      long unit = random.nextBoolean() ? 1L << (10 * random.nextInt(5)) : 1_000;
      DataSize size = new DataSize((random.nextLong(1_000_000) + 1) * unit);
      assertThat(DataSize.parse(size.toString())).isEqualTo(size);
    }
    DataSize most = new DataSize(Long.MAX_VALUE / 1_000 * 1_000);
    assertThat(DataSize.parse(most.toString())).isEqualTo(most);
  }

  @ParameterizedTest
  @CsvSource({
    "90s, PT90S",
    "15m, PT15M",
    "15 M, PT15M",
    "6h, PT6H",
    "7d, PT168H",
    "2w, PT336H",
    "1y, PT8760H",
    "0s, PT0S",
    "PT15M, PT15M",
    "pt1h30m, PT90M",
    "PT0.5S, PT0.5S",
    "P7D, PT168H",
    "P2W, PT336H",
    "365000000d, PT8760000000H"
  })
  void aDurationIsANumberWithItsUnitOrIso(String text, Duration time) throws QuantityException {
    assertThat(DurationText.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | is no time; write it with its unit: 30s, 15m, 6h or 1d",
        "'' | is no time",
        "soon | is no time",
        "10x | is no time",
        "1h30m | is no time",
        "P1M | is no time",
        "-PT5M | is a negative time",
        "365000001d | is longer than a million years",
        "999999999999999999w | is longer than a million years"
      })
  void whatIsNoDurationSaysWhatToWrite(String text, String problem) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(QuantityException.class)
        .hasMessageStartingWith("'" + text + "' " + problem);
  }

  @Test
  void theBoundsOfADurationAreAllowedAndNamed() throws QuantityException {
    Duration least = Duration.ofMinutes(1);
    Duration most = Duration.ofDays(30);
    assertThat(DurationText.parse("30d", least, most)).isEqualTo(most);
    assertThat(DurationText.parse("60s", least, most)).isEqualTo(least);
    assertThatThrownBy(() -> DurationText.parse("59s", least, most))
        .hasMessage("'59s' must be from 1m to 30d");
  }

  @Test
  void everyDurationIsReadBackFromItsText() throws QuantityException {
    assertThat(DurationText.text(Duration.ofMinutes(90))).isEqualTo("90m");
    assertThat(DurationText.text(Duration.ofDays(2))).isEqualTo("2d");
    assertThat(DurationText.text(Duration.ZERO)).isEqualTo("0s");
    long[] units = {1, 60, 3_600, 86_400};
    for (int i = 0; i < DRAWN; i++) {
      Duration time = Duration.ofSeconds(random.nextLong(1_000_000) * units[random.nextInt(4)]);
      time = i % 5 == 0 ? time.plusNanos(random.nextInt(1_000_000_000)) : time;
      assertThat(DurationText.parse(DurationText.text(time))).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01, 2026-05-01T00:00:00Z, 2026-05-02T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
    "2026-05-01T08:00:00Z, 2026-05-01T08:00:00Z, 2026-05-01T08:00:00Z",
    "2026-05-01T08:00Z, 2026-05-01T08:00:00Z, 2026-05-01T08:00:00Z",
    "2026-05-01t08:00:00.5z, 2026-05-01T08:00:00.5Z, 2026-05-01T08:00:00.5Z",
    "2026-05-01T10:00+02:00, 2026-05-01T08:00:00Z, 2026-05-01T08:00:00Z",
    "2026-05-01T08:00, 2026-05-01T08:00:00Z, 2026-05-01T08:00:00Z",
    "2026-05-01 08:00:00, 2026-05-01T08:00:00Z, 2026-05-01T08:00:00Z",
    "7d, 2026-05-14T09:20:00Z, 2026-05-14T09:20:00Z",
    "PT20M, 2026-05-21T09:00:00Z, 2026-05-21T09:00:00Z",
    "now, 2026-05-21T09:20:00Z, 2026-05-21T09:20:00Z"
  })
  void aPointIsADayAMomentOrATimeAgo(String text, Instant start, Instant end)
      throws QuantityException {
    TimePoint point = TimePoint.parse(text);
    assertThat(point.start(NOW)).isEqualTo(start);
    assertThat(point.end(NOW)).isEqualTo(end);
    assertThat(TimePoint.parse(point.toString())).isEqualTo(point);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-13-01",
        "2026-05",
        "2026-05-01T25:00",
        "2026-05-01T08:00+2",
        "+12026-05-01T00:00Z",
        "-0001-05-01T00:00Z",
        "soon",
        "",
        "7"
      })
  void whatIsNoPointSaysWhatToWrite(String text) {
    assertThatThrownBy(() -> TimePoint.parse(text))
        .isInstanceOf(QuantityException.class)
        .hasMessageStartingWith("'" + text + "' is ")
        .hasMessageContaining("write 2026-01-31 or 2026-01-31T12:00:00Z");
  }

  @Test
  void aTimeAgoIsNoDateAndAGuessedOffsetNoMoment() throws QuantityException {
    assertThat(TimePoint.parseZoned("2026-05-01T08:00z").start(NOW))
        .isEqualTo("2026-05-01T08:00:00Z");
    assertThat(TimePoint.parseZoned("2026-05-01")).hasToString("2026-05-01");
    assertThatThrownBy(() -> TimePoint.parseZoned("2026-05-01T08:00"))
        .isInstanceOf(QuantityException.class);
    assertThatThrownBy(() -> TimePoint.parseDated("7d"))
        .hasMessage("'7d' is no date and no moment; write 2026-01-31 or 2026-01-31T12:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "7d, 2026-05-14T09:20:00Z, ",
    "2026-05-01/2026-05-07, 2026-05-01T00:00:00Z, 2026-05-08T00:00:00Z",
    "30d/7d, 2026-04-21T09:20:00Z, 2026-05-14T09:20:00Z",
    "/2026-05-07T00:00Z, , 2026-05-07T00:00:00Z",
    "2026-05-01T08:00:00Z/, 2026-05-01T08:00:00Z, ",
    "/, , "
  })
  void aSpanLiesBetweenTwoPoints(String text, Instant from, Instant to) throws QuantityException {
    TimeSpan span = TimeSpan.parse(text);
    assertThat(span.from(NOW)).isEqualTo(from);
    assertThat(span.to(NOW)).isEqualTo(to);
    assertThat(span.isAll()).isEqualTo(text.equals("/"));
    assertThat(TimeSpan.parse(span.toString())).isEqualTo(span);
  }

  @Test
  void everySpanIsReadBackFromItsText() throws QuantityException {
    for (int i = 0; i < DRAWN; i++) {
      TimeSpan span = new TimeSpan(drawn(), drawn());
      assertThat(TimeSpan.parse(span.toString())).isEqualTo(span);
    }
    assertThatThrownBy(() -> TimeSpan.parse("1d/2d/3d")).hasMessageContaining("is no span");
    assertThatThrownBy(() -> TimeSpan.parse("2026-05-01/soon")).hasMessageContaining("'soon' is");
  }

  private TimePoint drawn() {
    long seconds = random.nextLong(4_000_000_000L);
    return switch (random.nextInt(4)) {
      case 0 -> new TimePoint.Day(LocalDate.ofEpochDay(seconds / 86_400));
      case 1 -> new TimePoint.Moment(Instant.ofEpochSecond(seconds, random.nextInt(1_000_000_000)));
      case 2 -> new TimePoint.Ago(Duration.ofSeconds(seconds));
      default -> null;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "s3://acme-org-trail/AWSLogs/o-abc123/, acme-org-trail, AWSLogs/o-abc123/",
    "s3://acme-org-trail/AWSLogs, acme-org-trail, AWSLogs",
    "s3://acme.trail, acme.trail, ''",
    "s3://acme-trail/, acme-trail, ''",
    "s3://acme-trail//x/ä%20?#, acme-trail, /x/ä%20?#",
    "s3://iam-team/!{timestamp:yyyy}/, iam-team, !{timestamp:yyyy}/"
  })
  void aPlaceIsABucketAndAPrefixAsWritten(String text, String bucket, String prefix)
      throws QuantityException {
    S3Place place = S3Place.parse(text);
    assertThat(place).isEqualTo(new S3Place(bucket, prefix));
    assertThat(S3Place.parse(place.toString())).isEqualTo(place);
    assertThat(S3Place.parseExisting(text)).isEqualTo(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bucket/prefix",
        "https://bucket/",
        "S3://bucket/",
        "s3:/bucket/",
        "s3://",
        "s3:///prefix",
        "s3://ab/",
        "s3://a..b/",
        "s3://-bucket/",
        "s3://trail-{account}/",
        "s3://Bad_Bucket/"
      })
  void whatIsNoPlaceSaysWhatToWrite(String text) {
    assertThatThrownBy(() -> S3Place.parse(text))
        .isInstanceOf(QuantityException.class)
        .hasMessageStartingWith(
            "'" + text + "' is no place in a bucket; one is s3://bucket/prefix/");
  }

  @Test
  void aKeyHasTheLengthThatS3Allows() throws QuantityException {
    assertThat(S3Place.parse("s3://bucket/" + "ä".repeat(512)).prefix()).hasSize(512);
    assertThatThrownBy(() -> S3Place.parse("s3://bucket/" + "ä".repeat(512) + "x"))
        .hasMessageContaining("1,024 bytes");
  }

  @Test
  void aBucketMayBeOlderThanTodaysRulesOrStandForThoseOfAccounts() throws QuantityException {
    assertThat(S3Place.parseExisting("s3://Old_Bucket/x").bucket()).isEqualTo("Old_Bucket");
    assertThatThrownBy(() -> S3Place.parseExisting("s3://a:b/"))
        .hasMessageContaining("is no place");
    S3Place each = S3Place.parseOfAccounts("s3://trail-{account}");
    assertThat(each.isOfAccounts()).isTrue();
    assertThat(S3Place.parseOfAccounts("s3://trail/").isOfAccounts()).isFalse();
    assertThatThrownBy(() -> S3Place.parseOfAccounts("s3://trail-{acount}/"))
        .hasMessageContaining("is no place");
  }

  @Test
  void aFolderEndsWithASlash() throws QuantityException {
    assertThat(S3Place.parse("s3://bucket/a").asFolder()).hasToString("s3://bucket/a/");
    assertThat(S3Place.parse("s3://bucket").asFolder()).hasToString("s3://bucket/");
    assertThat(S3Place.parse("s3://bucket/a/").at("b")).hasToString("s3://bucket/a/b");
    assertThat(S3Place.isMeant("s3://") && !S3Place.isMeant("./s3")).isTrue();
  }
}
