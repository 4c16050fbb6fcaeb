package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.Await;
import io.trailhouse.testkit.AccountsDouble;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.HistoryDouble;
import io.trailhouse.testkit.HistoryDouble.Fault;
import io.trailhouse.testkit.PastEvents;
import io.trailhouse.testkit.SignedTrail;
import io.trailhouse.testkit.TrailObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/spec/backfill.md, by the real program against doubles of CloudTrail, STS, Organizations and
/// Account Management whose time runs twenty times as fast.
class BackfillIT {
  private static final int SPEED = 20;
  private static final String OWN = AccountsDouble.OWN_ACCOUNT;
  private static final String REFUSING = "333344445555";
  private static final List<String> ACCOUNTS =
      List.of(
          OWN + ":ACTIVE", "222233334444:ACTIVE", REFUSING + ":ACTIVE", "444455556666:SUSPENDED");

  /// As [AccountsDouble] tells.
  private static final List<String> REGIONS = List.of("us-east-1", "eu-south-2");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final HistoryDouble history = new HistoryDouble(SPEED);
  private final PastEvents past = new PastEvents(history, 9);
  private AccountsDouble aws;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws IOException {
    aws = new AccountsDouble(ACCOUNTS, "the-id", "{}").with(history);
    aws.refuse(REFUSING);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", AwsDoubles.ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", AwsDoubles.SECRET);
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_REGION", "us-east-1"); // for older versions of the CLI
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_S3", AwsDoubles.running().s3Endpoint().toString());
    environment.put("AWS_CONFIG_FILE", "/nonexistent");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
    environment.put("AWS_PAGER", "");
    environment.put("TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.history-speed=" + SPEED);
    return environment;
  }

  private Path home() {
    return folder.resolve("home");
  }

  private Program.Running start(String... words) {
    List<String> all = new ArrayList<>(List.of("backfill", "--home", home().toString()));
    all.addAll(List.of(words));
    return Program.startTrailhouse(folder, environment(), all.toArray(String[]::new));
  }

  private Program.Ended backfill(String... words) {
    try (Program.Running running = start(words)) {
      return running.end();
    }
  }

  private void fill() {
    Instant start = now.minus(Duration.ofDays(20));
    past.add(OWN, "us-east-1", 9_000, start, now);
    past.add(OWN, "eu-south-2", 40, start, now);
    past.add("222233334444", "us-east-1", 1_500, start, now);
  }

  private static final String[] ALL = {
    "--accounts", "all", "--role", "audit/TrailhouseReader", "--external-id", "the-id"
  };

  private static String[] all(String... more) {
    List<String> words = new ArrayList<>(List.of(ALL));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private List<String> ids() {
    return Contents.texts(home(), "SELECT eventid FROM events ORDER BY 1");
  }

  @Test
  void killedAgainAndAgainAmongFaultsEachEventIsOnceInTheTableAndOnceInLogFiles() throws Exception {
    fill();
    Random dice = new Random(4);
    history.emptyEvery(13).faults(call -> fault(dice));
    Path trail = folder.resolve("trail");
    String[] words = all("--files", trail.toString(), "--json");
    for (int kills = 0; kills < 4; kills++) {
      try (Program.Running running = start(words)) {
        long moment = calls() + 20 + dice.nextInt(60);
        Await.until(() -> calls() >= moment || !running.isAlive());
        running.kill();
      }
    }
    Program.Ended ended = backfill(words);
    assertThat(ended.err()).contains(REFUSING + " is left out: sts: AccessDenied");
    assertThat(ended.exit()).isEqualTo(1);
    JsonNode said = JSON.readTree(ended.out());
    assertThat(said.path("complete").asBoolean()).isFalse();
    assertThat(said.path("refused_accounts").fieldNames()).toIterable().containsExactly(REFUSING);
    assertThat(said.path("partitions"))
        .hasSize(2 * REGIONS.size())
        .allMatch(partition -> partition.path("state").asText().equals("read"));
    assertThat(ids()).containsExactlyElementsOf(past.ids);
    assertThat(idsOf(trail)).doesNotHaveDuplicates().hasSize(past.ids.size());
    assertThat(Contents.texts(home(), "SELECT DISTINCT th_source FROM events"))
        .containsExactly("backfill");
    assertThat(aws.roles())
        .containsExactly("arn:aws:iam::222233334444:role/audit/TrailhouseReader");
  }

  private static synchronized Fault fault(Random dice) {
    return switch (dice.nextInt(100)) {
      case 0 -> Fault.BROKEN;
      case 1 -> Fault.INTERNAL;
      case 2 -> Fault.EXPIRED;
      case 3 -> Fault.THROTTLED;
      default -> Fault.NONE;
    };
  }

  @Test
  void logFilesInABucketHoldEachEventOnceAndABucketThatRefusesIsNamed() throws Exception {
    past.add(OWN, "us-east-1", 700, now.minus(Duration.ofDays(1)), now.minusSeconds(1_800));
    ServedTrail trail = new ServedTrail(folder);
    String place = "s3://" + trail.bucket + "/backfill";
    for (int run = 0; run < 2; run++) {
      Program.Ended ended = backfill("--files", place, "--no-table", "--again");
      assertThat(ended.exit()).as(ended.err()).isZero();
      assertThat(ended.out())
          .contains(run == 0 ? "700 events in " : "0 events in 0 new log files; 700 events stood");
    }
    Path copy = folder.resolve("copy");
    trail
        .s3
        .listObjectsV2Paginator(request -> request.bucket(trail.bucket))
        .contents()
        .forEach(object -> {
          assertThat(object.key()).startsWith("backfill/AWSLogs/" + OWN + "/CloudTrail/us-east-1/");
          Path file = copy.resolve(object.key());
          file.getParent().toFile().mkdirs();
          trail.s3.getObject(request -> request.bucket(trail.bucket).key(object.key()), file);
        });
    assertThat(idsOf(copy)).containsExactlyInAnyOrderElementsOf(past.ids);
    Program.Ended refused = backfill("--files", "s3://no-such-" + trail.bucket + "/");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("log files cannot be written: ", "NoSuchBucket");
  }

  private static List<String> idsOf(Path trail) throws IOException {
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.walk(trail)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json.gz")).toList()) {
        ids.addAll(TrailObjects.idsIn(file));
      }
    }
    return ids;
  }

  @Test
  void stoppedByCtrlCItCommitsAndTheSameCommandAsksOnlyForTheRest() throws Exception {
    fill();
    try (Program.Running running = start("--json")) {
      Await.until(() -> calls() > 80);
      running.interrupt();
      Program.Ended ended = running.end();
      assertThat(ended.exit()).isEqualTo(130);
      JsonNode said = JSON.readTree(ended.out());
      assertThat(said.path("rows").asInt()).as(ended.out() + ended.err()).isGreaterThan(3_000);
      assertThat(said.path("partitions").get(0).path("state").asText()).isEqualTo("stopped");
    }
    long before = calls();
    Program.Ended ended = backfill();
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("2 of 2 partitions read").contains("0 files quarantined");
    assertThat(calls()).isLessThan(9_000 / 50 + 9_000 / 500 + 40);
    assertThat(calls() - before).as("a third is not asked for again").isLessThan(9_000 / 50 - 40);
    assertThat(ids()).hasSize(9_040);
    long after = calls();
    assertThat(backfill("--to", now.minus(Duration.ofHours(1)).toString()).exit()).isZero();
    assertThat(calls()).as("what is complete is not asked for again").isEqualTo(after);
  }

  private long calls() {
    return history.calls().values().stream().mapToLong(HistoryDouble.Calls::answered).sum();
  }

  @Test
  void anEstimateSaysWhatIsToComeForAFewCalls() throws Exception {
    fill();
    Program.Ended ended = backfill(all("--estimate", "--json"));
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode said = JSON.readTree(ended.out());
    assertThat(said.path("partitions").asInt()).isEqualTo(4);
    assertThat(said.path("events").asInt()).isBetween(1_000, 40_000);
    assertThat(calls()).isLessThanOrEqualTo(4 * 5);
    assertThat(backfill(all("--estimate")).out()).contains("the longest takes");
  }

  @Test
  void whatCannotBeIsSaidBeforeTheFirstCall() {
    assertThat(refused("--regions", "eu-centrl-1")).contains("Is it eu-central-1?");
    assertThat(refused("--role", "no role")).contains("'no role' is no role's name");
    assertThat(refused("--accounts", "all")).contains("Add --role NAME");
    assertThat(refused("--accounts", "12345,111122223333")).contains("no account ids: 12345");
    assertThat(refused("--to", "2020-01-01")).contains("Event history keeps 90 days");
    assertThat(refused("--from", "2099-01-01")).contains("the start is not before the end");
    assertThat(refused("--no-table")).contains("Add --files PLACE");
    assertThat(refused("--files", home().resolve("x").toString())).contains("home folder");
    assertThat(aws.asked()).isEmpty();
    assertThat(calls()).isZero();
  }

  private String refused(String... words) {
    Program.Ended ended = backfill(words);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("\tat ");
    return ended.err();
  }

  /// Clause W9 of docs/spec/coverage.md.
  @Test
  void aGapIsFetchedAndThenItIsNone() throws Exception {
    SignedTrail trail = new SignedTrail();
    Instant start = now.minus(Duration.ofDays(5)).truncatedTo(ChronoUnit.DAYS);
    for (int hour = 0; hour < 24; hour++) {
      trail.hour(start.plus(Duration.ofHours(hour)), 1);
    }
    trail.objects.remove(trail.logFiles.get(3));
    trail.digests.subList(10, 14).forEach(trail.objects::remove);
    Path copy = folder.resolve("copy");
    trail.write(copy, false);
    Program.Ended imported =
        Program.trailhouse(
            folder, "import", "--home", home().toString(), copy.resolve("AWSLogs").toString());
    assertThat(imported.exit()).as(imported.err()).isZero();
    past.add(OWN, SignedTrail.REGION, 700, start, start.plus(Duration.ofDays(1)));
    assertThat(gaps(start)).isEqualTo(2);
    Program.Ended ended = backfill("--gaps");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(gaps(start)).isZero();
    assertThat(coverage(start).out()).contains("=").contains("fetched from Event history");
    assertThat(Contents.number(home(), "SELECT count(*) FROM events WHERE th_source = 'backfill'"))
        .isBetween(100L, 400L);
    assertThat(backfill("--gaps").out()).contains("Nothing is missing");
  }

  private Program.Ended coverage(Instant start, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "coverage",
                "--home",
                home().toString(),
                "--from",
                start.toString(),
                "--to",
                start.plus(Duration.ofDays(1)).toString()));
    words.addAll(List.of(more));
    return Program.trailhouse(folder, words.toArray(String[]::new));
  }

  private int gaps(Instant start) throws IOException {
    return JSON.readTree(coverage(start, "--json").out()).path("gaps").size();
  }

  /// The real CLI as a judge of the double.
  @Test
  void theAwsCliPagesThroughTheDouble() throws Exception {
    Assumptions.assumeTrue(hasCli(), "needs the AWS CLI, `aws`");
    past.add(OWN, "us-east-1", 260, now.minus(Duration.ofDays(1)), now.minusSeconds(60));
    Program.Ended ended =
        Program.run(
            folder,
            environment(),
            List.of(
                "aws",
                "cloudtrail",
                "lookup-events",
                "--endpoint-url",
                aws.endpoint().toString(),
                "--output",
                "json"));
    assertThat(ended.exit()).as(ended.err()).isZero();
    List<String> ids = new ArrayList<>();
    JSON.readTree(ended.out())
        .path("Events")
        .forEach(each -> ids.add(each.path("EventId").asText()));
    assertThat(ids).containsExactlyInAnyOrderElementsOf(past.ids);
  }

  private static boolean hasCli() {
    try {
      return new ProcessBuilder("aws", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
