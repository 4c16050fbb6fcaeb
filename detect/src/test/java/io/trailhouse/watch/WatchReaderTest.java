package io.trailhouse.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import io.trailhouse.select.InvalidConditionException;
import io.trailhouse.select.ParseProblem;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchReaderTest {
  private static List<String> problems(String document) {
    try {
      WatchReader.read(Told.yaml(document));
      return List.of();
    } catch (InvalidConditionException e) {
      return e.problems().stream()
          .map((ParseProblem each) -> each.path() + ": " + each.problem())
          .toList();
    }
  }

  @Test
  void whatIsLeftOutHasItsUsualValue() {
    RateRule rate = (RateRule) Told.spec("title: t\ntrailhouse: {type: call-rate, for: principal}");
    assertThat(rate.limits()).isEqualTo(RateRule.Limits.DEFAULTS);
    assertThat(rate.rule().level()).isEqualTo(Level.MEDIUM);
    assertThat(rate.rule().id()).isEqualTo("t");
    FirstSeen first =
        (FirstSeen) Told.spec("title: t\ntrailhouse: {type: first-seen, value: ip, for: role}");
    assertThat(first.learning()).isEqualTo(Duration.ofDays(14));
    assertThat(first.forgetting()).isNull();
    MetricAlarm alarm =
        (MetricAlarm)
            Told.spec(
                "title: t\ntrailhouse: {type: metric-alarm, filter-pattern: x, threshold: 1,"
                    + " evaluation-periods: 3}");
    assertThat(alarm.alarm().range()).isEqualTo(5);
    assertThat(alarm.alarm().toAlarm()).isEqualTo(3);
    assertThat(alarm.alarm().missing()).isEqualTo(MetricAlarm.Missing.MISSING);
  }

  @Test
  void whatToDoNextIsToldAndMakesNoRuleBeginAnew() {
    String document = "title: t\ntrailhouse: {type: call-rate, for: principal";
    WatchRule without = Told.spec(document + "}").rule();
    WatchRule with = Told.spec(document + ", next: Ask them.}").rule();
    assertThat(with.next()).isEqualTo("Ask them.");
    assertThat(with.version()).isEqualTo(without.version());
    List<WatchSpec> all = new ArrayList<>(BuiltInWatches.all());
    MetricAlarms.VERSIONS.forEach(version -> all.addAll(MetricAlarms.cis(version)));
    assertThat(all).allSatisfy(spec -> assertThat(spec.notes().next()).isNotBlank());
    assertThat(all).allMatch(spec -> spec.notes().onlyCounts() == (spec instanceof MetricAlarm));
  }

  @Test
  void everyProblemIsNamedWithItsKey() {
    assertThat(
            problems(
                """
                level: hih
                tags: x
                detection: {}
                trailhouse:
                  type: metric-alarm
                  filter-pattern: '{ $eventName = x }'
                  value: $eventName
                  default: 0
                  dimensions: {a: $.a, b: b}
                  statistic: sum
                  treshold: 1
                  period: 90s
                """))
        .containsExactlyInAnyOrder(
            "title: is needed",
            "level: expected informational, low, medium, high or critical",
            "tags: expected a list of texts",
            "detection: a rule has either detection or trailhouse",
            "trailhouse.filter-pattern: at character 4: a field begins with $. as in $.eventName",
            "trailhouse.value: expected a field such as $.userIdentity.arn, not $eventName",
            "trailhouse.dimensions.b: expected a field such as $.userIdentity.arn, not b",
            "trailhouse.default: a metric has either a default value or dimensions",
            "trailhouse.statistic: sum is unknown; did you mean Sum?",
            "trailhouse.threshold: is needed",
            "trailhouse.period: expected whole minutes, from 1m to 1d",
            "trailhouse.treshold: unknown key; did you mean threshold?");
  }

  @Test
  void conditionsAndTimesAreNamedWithTheirKey() {
    assertThat(
            problems(
                """
                title: t
                trailhouse:
                  type: first-seen
                  value: contry
                  field: a.b
                  for: everybody
                  when: {all: [{nme: x}]}
                  learning: soon
                """))
        .containsExactlyInAnyOrder(
            "trailhouse.value: contry is unknown; did you mean country?",
            "trailhouse.value: a rule names either a value or a field",
            "trailhouse.for: expected one of account, organization, principal, role",
            "trailhouse.when.all[0].nme: unknown condition; did you mean name?",
            "trailhouse.learning: expected a time such as 300, 5m, 12h or 14d, not soon");
  }

  @Test
  void limitsAndTypesAreHeld() {
    assertThat(
            problems(
                "title: t\ntrailhouse: {type: error-rate, for: principal, minimum: 0,"
                    + " deviations: x, quiet: 30s, history: 8d}"))
        .hasSize(4);
    assertThat(problems("title: t\ntrailhouse: {type: alarm}"))
        .containsExactly(
            "trailhouse.type: expected one of metric-alarm, first-seen, call-rate, error-rate");
    assertThat(problems("title: t")).containsExactly("trailhouse.type: is needed");
    assertThat(
            problems(
                "title: t\ntrailhouse: {type: metric-alarm, filter-pattern: x, threshold: 1,"
                    + " value: '$.a IS NULL || $.b'}"))
        .hasSize(1);
  }

  @Test
  void theVersionChangesWithTheContentAndNotWithTheOrderOfKeys() {
    String one = "title: t\nlevel: low\ntrailhouse: {type: call-rate, for: principal}";
    String same = "level: low\ntrailhouse: {for: principal, type: call-rate}\ntitle: t";
    String other = one.replace("call-rate", "error-rate");
    assertThat(Told.spec(same).rule().version()).isEqualTo(Told.spec(one).rule().version());
    assertThat(Told.spec(other).rule().version()).isNotEqualTo(Told.spec(one).rule().version());
  }

  private static List<Finding> found(String title, List<Told> events) {
    WatchSpec spec =
        BuiltInWatches.all().stream()
            .filter(each -> each.rule().title().equals(title))
            .findFirst()
            .orElseThrow();
    return Told.history(List.of(spec.watch(PLACES)), events);
  }

  private static final IpPlaces PLACES =
      new IpPlaces() {
        @Override
        public @Nullable String country(InetAddress address) {
          return address.getHostAddress().startsWith("10.") ? "DE" : "KP";
        }

        @Override
        public @Nullable String network(InetAddress address) {
          return null;
        }
      };

  private static Told at(int day, String members) {
    return Told.event(day + "-" + members.hashCode(), Told.DAY.plus(Duration.ofDays(day)), members);
  }

  @Test
  void eachBuiltInRuleFindsWhatItIsFor() {
    String login =
        "\"eventSource\":\"signin.amazonaws.com\",\"eventName\":\"ConsoleLogin\","
            + "\"userIdentity\":{\"arn\":\"arn:aws:iam::1:user/u\"},\"sourceIPAddress\":\"";
    List<Told> logins =
        List.of(
            at(0, login + "10.0.0.1\""), at(20, login + "10.0.0.2\""), at(21, login + "1.2.3.4\""));
    assertThat(found("Console sign-in from a country new for the user", logins)).hasSize(1);
    assertThat(found("Console sign-in from an address new for the user", logins)).hasSize(2);
    String region = "\"recipientAccountId\":\"1\",\"readOnly\":%s,\"awsRegion\":\"%s\"";
    assertThat(
            found(
                "Region new for the account",
                List.of(
                    at(0, region.formatted("false", "eu-west-1")),
                    at(20, region.formatted("true", "us-east-1")),
                    at(21, region.formatted("false", "ap-south-1")))))
        .singleElement()
        .satisfies(each -> assertThat(each.title()).contains("ap-south-1"));
    String role =
        "\"userIdentity\":{\"sessionContext\":{\"sessionIssuer\":{\"arn\":\"arn:aws:iam::1:role/r\"}}},"
            + "\"userAgent\":\"%s\",\"eventSource\":\"%s\",\"eventName\":\"%s\"";
    List<Told> calls =
        List.of(
            at(0, role.formatted("Boto3/1.1", "iam.amazonaws.com", "GetUser")),
            at(20, role.formatted("Boto3/1.2", "ec2.amazonaws.com", "RunInstances")),
            at(21, role.formatted("aws-cli/2", "iam.amazonaws.com", "CreateUser")));
    assertThat(found("User agent new for the role", calls)).hasSize(1);
    assertThat(found("Sensitive API new for the role", calls))
        .singleElement()
        .satisfies(each -> assertThat(each.title()).contains("iam.amazonaws.com:CreateUser"));
  }

  @Test
  void theBuiltInRatesFindABurst() {
    String call =
        "\"eventSource\":\"s\",\"eventName\":\"n\",\"errorCode\":\"E\",\"userIdentity\":{\"arn\":\"u\"}";
    List<Told> events = new ArrayList<>(List.of(at(0, call)));
    for (int i = 0; i < 20; i++) {
      events.add(Told.event("b" + i, Told.DAY.plus(Duration.ofDays(8)).plusSeconds(i), call));
    }
    assertThat(found("Unusual rate of calls by one principal", events)).hasSize(1);
    assertThat(found("Unusual rate of errors of one principal", events)).hasSize(1);
    assertThat(BuiltInWatches.all()).hasSize(7).filteredOn(WatchSpec::needsPlaces).hasSize(1);
  }
}
