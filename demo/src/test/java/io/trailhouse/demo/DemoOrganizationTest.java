package io.trailhouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.demo.WrittenFiles.Copy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOrganizationTest {

  /// SHA-256 over the sorted keys, each followed by its uncompressed bytes. A change of the demo
  /// changes it on purpose.
  private static final String USUAL_BYTES =
      "a7c2907f491b9cd0d10dfdf8ce232ee9996a3a4b3d04c98a9d56345acd6285f4";

  private static final Pattern KEY =
      Pattern.compile(
          "AWSLogs/(o-[a-z0-9]{10,32}/)?(\\d{12})/(CloudTrail(?:-[A-Za-z]+)?)/([a-z0-9-]+)"
              + "/(\\d{4})/(\\d{2})/(\\d{2})/\\2_\\3_\\4_(\\5\\6\\7T\\d{4}Z)_[A-Za-z0-9]{16}"
              + "\\.json\\.gz");
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'");

  @TempDir private static Path folder;
  private static DemoTrail told;
  private static WrittenFiles written;

  @BeforeAll
  static void write() throws IOException {
    told = DemoOrganization.defaults().write(folder, Progress.NONE);
    written = WrittenFiles.below(folder);
  }

  @Test
  void writesTheSameBytesOnEveryMachineAndEveryDay() {
    assertThat(written.sha256()).isEqualTo(USUAL_BYTES);
  }

  @Test
  void leavesWholeFilesAsTheyAreAndFixesOneThatIsCutOff() throws IOException {
    Path whole = folder.resolve(written.keys().getFirst());
    Path cutOff = folder.resolve(written.keys().getLast());
    byte[] before = Files.readAllBytes(cutOff);
    FileTime longAgo = FileTime.from(Instant.parse("2026-06-01T00:00:00Z"));
    Files.setLastModifiedTime(whole, longAgo);
    Files.write(cutOff, Arrays.copyOf(before, before.length / 2));

    DemoTrail again = DemoOrganization.defaults().write(folder, Progress.NONE);

    assertThat(again).isEqualTo(told);
    assertThat(Files.getLastModifiedTime(whole)).isEqualTo(longAgo);
    assertThat(cutOff).hasBinaryContent(before);
  }

  @Test
  void tellsAnotherSeedsStoryInOtherEvents(@TempDir Path other) throws IOException {
    DemoTrail another = DemoOrganization.ofSeed(7).write(other, Progress.NONE);

    assertThat(another.story().steps()).hasSameSizeAs(told.story().steps());
    assertThat(another.story().steps().get(8).eventIds())
        .hasSameSizeAs(told.story().steps().get(8).eventIds())
        .doesNotContainAnyElementsOf(told.story().steps().get(8).eventIds());
  }

  @Test
  void countsWhatItWrote() {
    long events = written.copies().stream().map(Copy::eventId).distinct().count();

    assertThat(told.files()).isEqualTo(written.keys().size()).isBetween(2_000L, 7_000L);
    assertThat(told.counts().records()).isEqualTo(written.copies().size());
    assertThat(told.counts().events()).isEqualTo(events).isBetween(60_000L, 120_000L);
    assertThat(told.counts().duplicates())
        .isEqualTo(written.copies().size() - events)
        .isGreaterThan(1_000);
  }

  @Test
  void coversThreeWeeks() {
    assertThat(told.first()).isBetween("2026-05-04T00:00:00Z", "2026-05-04T01:00:00Z");
    assertThat(told.last()).isBetween("2026-05-24T23:00:00Z", "2026-05-25T01:00:00Z");
    assertThat(written.copies().stream().map(Copy::time).min(Instant::compareTo))
        .contains(told.first());
    assertThat(written.copies().stream().map(Copy::time).max(Instant::compareTo))
        .contains(told.last());
  }

  @Test
  void givesEveryRecordTheFieldsThatCloudTrailAlwaysWrites() {
    assertThat(written.problems()).isEmpty();
  }

  @Test
  void givesEveryEventAnIdThatIsAUuid() {
    Pattern uuid = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}");

    assertThat(written.copies()).allMatch(copy -> uuid.matcher(copy.eventId()).matches());
  }

  @Test
  void namesItsFilesAsTrailsDo() {
    assertThat(written.keys()).allMatch(key -> KEY.matcher(key).matches());
    Set<String> folders =
        written.keys().stream().map(key -> match(key).group(3)).collect(Collectors.toSet());
    assertThat(folders)
        .containsExactlyInAnyOrder(
            "CloudTrail", "CloudTrail-Insight", "CloudTrail-NetworkActivity");
  }

  @Test
  void deliversMostEventsWithinTenMinutesAndSomeLater() {
    Duration latest = Duration.ZERO;
    for (Copy copy : written.copies()) {
      Duration wait = Duration.between(copy.time(), delivered(copy.key()));
      assertThat(wait).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
      if (copy.shared().delayed()) {
        assertThat(wait).isGreaterThan(Duration.ofHours(4));
        latest = wait.compareTo(latest) > 0 ? wait : latest;
      } else if (!copy.shared().category().equals("Insight")) {
        assertThat(wait).isLessThan(Duration.ofMinutes(75));
      }
    }
    assertThat(latest).isBetween(Duration.ofHours(40), Duration.ofHours(60));
    assertThat(told.counts().late())
        .isEqualTo(
            written.copies().stream()
                .filter(copy -> copy.shared().delayed())
                .map(Copy::eventId)
                .distinct()
                .count())
        .isPositive();
  }

  @Test
  void deliversACrossAccountCallToBothAccounts() {
    Map<String, Set<String>> accounts =
        written.copies().stream()
            .filter(copy -> copy.shared().sharedEventId() != null)
            .collect(
                Collectors.groupingBy(
                    copy -> String.valueOf(copy.shared().sharedEventId()),
                    Collectors.mapping(Copy::account, Collectors.toCollection(TreeSet::new))));
    Set<String> crossed = Set.of(Account.DEVELOPMENT.id(), Account.PRODUCTION.id());

    assertThat(accounts.values()).filteredOn(crossed::equals).hasSizeGreaterThan(10);
    assertThat(accounts.values()).allMatch(copies -> copies.size() <= 2);
  }

  @Test
  void keepsDeliveringThroughTheOrganizationTrailWhileTheStoppedTrailIsSilent() {
    Instant stopped = Instant.ofEpochSecond(AccountTrail.STOPPED);
    Instant restarted = Instant.ofEpochSecond(AccountTrail.RESTARTED);
    List<Copy> meanwhile =
        written.copies().stream()
            .filter(copy -> copy.account().equals(Account.DEVELOPMENT.id()))
            .filter(copy -> copy.time().isAfter(stopped) && copy.time().isBefore(restarted))
            .toList();

    assertThat(meanwhile).hasSizeGreaterThan(100).allMatch(Copy::ofOrganizationTrail);
    assertThat(written.copies())
        .anyMatch(copy -> !copy.ofOrganizationTrail() && copy.time().equals(stopped));
  }

  @Test
  void writesEveryEventOfTheStory() {
    Set<String> all = written.copies().stream().map(Copy::eventId).collect(Collectors.toSet());

    for (Story.Step step : told.story().steps()) {
      assertThat(step.eventIds()).as(step.title()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(step.eventIds()).as(step.title()).allMatch(all::contains);
      assertThat(step.answer().rows())
          .as(step.title())
          .isNotEmpty()
          .allMatch(row -> row.size() == step.answer().columns().size());
    }
  }

  @Test
  void speaksOnlyOfAddressesThatDocumentationUses() {
    List<String> kinds =
        told.story().steps().stream()
            .flatMap(step -> step.answer().rows().stream())
            .flatMap(List::stream)
            .filter(cell -> cell.matches("\\d+\\.\\d+\\.\\d+\\.\\d+"))
            .toList();

    assertThat(kinds)
        .isNotEmpty()
        .allMatch(address ->
            address.startsWith("192.0.2.")
                || address.startsWith("198.51.100.")
                || address.startsWith("203.0.113."));
  }

  private static Matcher match(String key) {
    Matcher matcher = KEY.matcher(key);
    assertThat(matcher.matches()).as(key).isTrue();
    return matcher;
  }

  private static Instant delivered(String key) {
    return LocalDateTime.parse(match(key).group(8), FILE_TIME).toInstant(ZoneOffset.UTC);
  }
}
