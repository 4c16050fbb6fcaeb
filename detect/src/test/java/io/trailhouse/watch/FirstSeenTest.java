package io.trailhouse.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.finding.Finding;
import io.trailhouse.fixture.SharedData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstSeenTest {
  private static FirstSeen rule(String more) {
    return (FirstSeen)
        Told.spec(
            """
            title: New here
            id: 22222222-0000-4000-8000-000000000001
            level: low
            trailhouse:
              type: first-seen
            """
                + more.indent(2));
  }

  private static final FirstSeen REGIONS = rule("value: region\nfor: account\nlearning: 14d");

  private static Told at(Duration since, String region) {
    return at(since, region, "1");
  }

  private static Told at(Duration since, String region, String account) {
    Instant time = Told.DAY.plus(since);
    return Told.event(
        region + account + since,
        time,
        "\"awsRegion\":\"%s\",\"recipientAccountId\":\"%s\"".formatted(region, account));
  }

  private static List<String> titles(List<Finding> findings) {
    return findings.stream().map(Finding::title).toList();
  }

  private static List<String> found(FirstSeen rule, List<Told> events) {
    return titles(Told.history(List.of(rule.watch(IpPlaces.NONE)), events));
  }

  @Test
  void aKeyIsLearntForExactlyTheLearningTime() {
    Duration almost = Duration.ofDays(14).minusSeconds(1);
    assertThat(found(REGIONS, List.of(at(Duration.ZERO, "a"), at(almost, "b")))).isEmpty();
    assertThat(found(REGIONS, List.of(at(Duration.ZERO, "a"), at(Duration.ofDays(14), "b"))))
        .containsExactly("New here: b for 1");
  }

  @Test
  void whatWasSeenWhileLearningIsNeverNewAndEachKeyLearnsForItself() {
    List<Told> events =
        List.of(
            at(Duration.ZERO, "a"),
            at(Duration.ofDays(1), "b"),
            at(Duration.ofDays(20), "b"),
            at(Duration.ofDays(20), "b", "2"),
            at(Duration.ofDays(21), "c", "2"),
            at(Duration.ofDays(22), "c"),
            at(Duration.ofDays(23), "c"));
    List<Finding> findings = Told.history(List.of(REGIONS.watch(IpPlaces.NONE)), events);
    assertThat(titles(findings)).containsExactly("New here: c for 1");
    Finding finding = findings.get(0);
    assertThat(finding.time()).isEqualTo(Told.DAY.plus(Duration.ofDays(22)));
    assertThat(finding.account()).isEqualTo("1");
    assertThat(finding.events()).hasSize(1);
  }

  @Test
  void withoutLearningTheFirstEventOfAllIsNew() {
    assertThat(
            found(
                rule("value: region\nfor: account\nlearning: 0"), List.of(at(Duration.ZERO, "a"))))
        .containsExactly("New here: a for 1");
  }

  @Test
  void aValueIsNewAgainAfterTheForgettingTime() {
    FirstSeen rule = rule("value: region\nfor: account\nlearning: 1d\nforgetting: 10d");
    List<Told> events =
        List.of(
            at(Duration.ZERO, "a"),
            at(Duration.ofDays(2), "b"),
            at(Duration.ofDays(12).minusSeconds(1), "b"), // one second short
            at(Duration.ofDays(22).minusSeconds(1), "b"), // exactly 10 days
            at(Duration.ofDays(30), "a"));
    List<Finding> findings = Told.history(List.of(rule.watch(IpPlaces.NONE)), events);
    assertThat(titles(findings))
        .containsExactly("New here: b for 1", "New here: b for 1", "New here: a for 1");
    assertThat(findings.stream().map(Finding::id).distinct()).hasSize(3);
  }

  @Test
  void aLateOlderEventOfTheKeyMakesALearntValueNew() {
    Watches all =
        new Watches(List.of(REGIONS.watch(IpPlaces.NONE)), Duration.ZERO, () -> Instant.MAX);
    for (Told each : List.of(at(Duration.ofDays(20), "a"), at(Duration.ofDays(21), "b"))) {
      all.observe(each.batch(), each.row());
      all.advance();
    }
    assertThat(all.takeFindings()).isEmpty();
    Told old = at(Duration.ZERO, "a");
    all.observe(old.batch(), old.row());
    all.finish();
    List<Finding> late = all.takeFindings();
    assertThat(titles(late)).containsExactly("New here: b for 1");
    assertThat(all.tooLate()).isEqualTo(1);
    List<Finding> inOrder =
        Told.history(
            List.of(REGIONS.watch(IpPlaces.NONE)),
            List.of(old, at(Duration.ofDays(20), "a"), at(Duration.ofDays(21), "b")));
    // "a" began on day 0 now
    assertThat(late.get(0).id()).isEqualTo(inOrder.get(0).id());
    assertThat(inOrder).hasSize(1);
  }

  @Test
  void aLateOlderEventOfTheValueComesInTimeToBeTheFirst() {
    List<Told> events =
        List.of(at(Duration.ZERO, "a"), at(Duration.ofDays(20), "b"), at(Duration.ofDays(13), "b"));
    Watches all =
        new Watches(List.of(REGIONS.watch(IpPlaces.NONE)), Duration.ofDays(8), () -> Instant.MAX);
    for (Told each : events) {
      all.observe(each.batch(), each.row());
      all.advance();
    }
    all.finish();
    assertThat(all.takeFindings()).isEmpty();
  }

  @Test
  void historiesLearntApartAndJoinedInAnyOrderKnowTheSame() {
    FirstSeen rule = rule("value: region\nfor: account\nlearning: 3d\nforgetting: 6d");
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      List<Told> events = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Duration since = Duration.ofHours(random.nextInt(24 * 40));
        events.add(at(since, "r" + random.nextInt(4), "" + random.nextInt(3)));
      }
      List<String> expected =
          Told.history(List.of(rule.watch(IpPlaces.NONE)), events).stream()
              .map(each -> each.id() + each.events().get(0).key())
              .toList();
      Collections.shuffle(events, random);
      List<byte[]> parts = new ArrayList<>();
      for (int part = 0; part < 4; part++) {
        FirstSeenWatch worker = new FirstSeenWatch(rule, IpPlaces.NONE);
        Watches all = new Watches(List.of(worker), Duration.ofDays(400), () -> Instant.MAX);
        events.subList(part * 15, part * 15 + 15).forEach(e -> all.observe(e.batch(), e.row()));
        parts.add(worker.save());
      }
      FirstSeenWatch joined = new FirstSeenWatch(rule, IpPlaces.NONE);
      parts.forEach(joined::learn);
      Collections.shuffle(parts, random);
      FirstSeenWatch other = new FirstSeenWatch(rule, IpPlaces.NONE);
      parts.forEach(other::learn);
      assertThat(joined.save()).isEqualTo(other.save());
      joined.advanceTo(Told.DAY.plus(Duration.ofDays(100)));
      assertThat(joined.takeFindings())
          .as("seed %d", seed)
          .extracting(each -> each.id() + each.events().get(0).key())
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws-cli/2.13.1 Python/3.11.4 Linux/5.15 exe/x86_64 | aws-cli",
        "[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.1030] | S3Console",
        "Boto3/1.17.97 Python/3.8.10 Botocore/1.20 | Boto3",
        "console.amazonaws.com | console.amazonaws.com",
        "AWS Internal | AWS Internal",
        "APN/1.0 HashiCorp/1.0 Terraform/1.5.0 (+https://www.terraform.io) x/1 | Terraform",
        "Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML) Chrome/120.0 Safari/537.36 | Chrome",
        "Mozilla/5.0 (Windows) Chrome/120.0 Safari/537.36 Edg/120.0 | Edge",
        "Mozilla/5.0 (X11; rv:109.0) Gecko/20100101 Firefox/115.0 | Firefox"
      })
  void aUserAgentIsItsProductWithoutVersions(String text, String family) {
    assertThat(UserAgentFamily.of(text)).isEqualTo(family);
  }

  @Test
  void rolesAreTheirIssuersAndPrincipalsHaveNoSession() {
    String role =
        """
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/R/%s","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::1:role/R"}}},"sourceIPAddress":"%s"\
        """;
    List<Told> events =
        List.of(
            Told.event("1", Told.DAY, role.formatted("s1", "10.0.0.1")),
            Told.event("2", Told.DAY.plusSeconds(60), role.formatted("s2", "10.0.0.2")),
            Told.event("3", Told.DAY.plusSeconds(90), role.formatted("s3", "ec2.amazonaws.com")),
            Told.event("4", Told.DAY.plusSeconds(90), "\"sourceIPAddress\":\"10.0.0.9\""));
    assertThat(found(rule("value: ip\nfor: role\nlearning: 1m"), events))
        .containsExactly("New here: 10.0.0.2 for arn:aws:iam::1:role/R");
    assertThat(found(rule("value: ip\nfor: principal\nlearning: 1m"), events))
        .containsExactly("New here: 10.0.0.2 for arn:aws:sts::1:assumed-role/R");
    assertThat(found(rule("value: ip\nfor: organization\nlearning: 1m"), events)).hasSize(2);
    assertThat(found(rule("field: userIdentity.type\nfor: account\nlearning: 0"), events))
        .isEmpty();
    assertThat(found(rule("field: userIdentity.type\nfor: organization\nlearning: 0"), events))
        .containsExactly("New here: AssumedRole for organization");
  }

  @Test
  void aConditionSaysWhichEventsCount() {
    FirstSeen rule = rule("value: api\nfor: organization\nlearning: 0\nwhen: {source: iam}");
    List<Told> events =
        List.of(
            Told.event("1", Told.DAY, "\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"A\""),
            Told.event("2", Told.DAY, "\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"B\""));
    assertThat(found(rule, events))
        .containsExactly("New here: iam.amazonaws.com:A for organization");
  }

  @Test
  void keysAndValuesBeyondTheLimitsAreForgottenAndCounted() {
    FirstSeenWatch watch =
        new FirstSeenWatch(
            rule("field: requestID\nfor: organization\nlearning: 1d"), IpPlaces.NONE);
    Watches all = Watches.ofHistory(List.of(watch));
    for (int i = 0; i <= SeenValues.MOST_VALUES; i++) {
      Told each =
          Told.event("k" + i, Told.DAY.plusSeconds(i), "\"requestID\":\"r%d\"".formatted(i));
      all.observe(each.batch(), each.row());
    }
    all.finish();
    assertThat(watch.evicted()).isEqualTo(1 + SeenValues.MOST_VALUES / 16);
    // the oldest was forgotten, so it is new; the youngest is known
    Told oldest = Told.event("x", Told.DAY.plus(Duration.ofDays(2)), "\"requestID\":\"r0\"");
    Told youngest = Told.event("y", Told.DAY.plus(Duration.ofDays(2)), "\"requestID\":\"r1000\"");
    all.observe(oldest.batch(), oldest.row());
    all.observe(youngest.batch(), youngest.row());
    all.finish();
    assertThat(titles(all.takeFindings())).containsExactly("New here: r0 for organization");
  }

  @Test
  void aRealAttackUsesApisThatItsKeysNeverUsed() throws Exception {
    List<Told> events = Told.folder(SharedData.path("invictus-ir"));
    List<String> found = found(rule("value: api\nfor: principal\nlearning: 30m"), events);
    // counted by another program
    assertThat(found).hasSize(49).doesNotHaveDuplicates();
  }
}
