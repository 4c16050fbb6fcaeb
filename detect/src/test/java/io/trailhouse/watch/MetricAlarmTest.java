package io.trailhouse.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.finding.Finding;
import io.trailhouse.fixture.SharedData;
import io.trailhouse.watch.AlarmJudge.Point;
import io.trailhouse.watch.MetricAlarm.Alarm;
import io.trailhouse.watch.MetricAlarm.Change;
import io.trailhouse.watch.MetricAlarm.Comparison;
import io.trailhouse.watch.MetricAlarm.Missing;
import io.trailhouse.watch.MetricAlarm.State;
import io.trailhouse.watch.MetricAlarm.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricAlarmTest {
  /// The two tables of the CloudWatch user guide, and the two examples behind them; states for
  /// missing, ignore and breaching, where RETAIN is no change.
  @ParameterizedTest
  @CsvSource({
    "3, 0-X-X, OK, OK, OK",
    "3, 0----, OK, OK, OK",
    "3, -----, INSUFFICIENT_DATA, RETAIN, ALARM",
    "3, 0XX-X, ALARM, ALARM, ALARM",
    "3, --X--, ALARM, RETAIN, ALARM",
    "2, 0-X-X, ALARM, ALARM, ALARM",
    "2, 00X0X, ALARM, ALARM, ALARM",
    "2, 0-X--, OK, OK, ALARM",
    "2, ----0, OK, OK, ALARM",
    "2, ---X-, ALARM, RETAIN, ALARM",
    "3, ----X, OK, OK, ALARM",
    "3, ---X-, OK, OK, ALARM"
  })
  void statesFollowTheTablesOfTheGuide(
      int toAlarm, String points, String missing, String ignore, String breaching) {
    assertThat(state(toAlarm, points, Missing.MISSING)).isEqualTo(missing);
    assertThat(state(toAlarm, points, Missing.IGNORE)).isEqualTo(ignore);
    assertThat(state(toAlarm, points, Missing.BREACHING)).isEqualTo(breaching);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0-X-X, OK", "3, 0----, OK", "3, -----, OK", "3, 0XX-X, ALARM", "3, --X--, OK",
    "2, 0-X-X, ALARM", "2, 00X0X, ALARM", "2, 0-X--, OK", "2, ----0, OK", "2, ---X-, OK"
  })
  void missingDataMayCountAsWithin(int toAlarm, String points, String state) {
    assertThat(state(toAlarm, points, Missing.NOT_BREACHING)).isEqualTo(state);
  }

  private static String state(int toAlarm, String oldestFirst, Missing missing) {
    List<Point> points = new ArrayList<>();
    for (char each : new StringBuilder(oldestFirst).reverse().toString().toCharArray()) {
      points.add(each == 'X' ? Point.BEYOND : each == '0' ? Point.WITHIN : Point.MISSING);
    }
    Alarm alarm =
        new Alarm(
            Statistic.SUM,
            Comparison.GREATER_THAN_THRESHOLD,
            1,
            Duration.ofMinutes(5),
            3,
            toAlarm,
            missing,
            5);
    Set<String> states = new TreeSet<>();
    for (State before : State.values()) {
      State after = AlarmJudge.next(before, points, alarm);
      states.add(after == before ? before + "=" : after.name());
    }
    if (states.equals(Set.of("OK=", "ALARM=", "INSUFFICIENT_DATA="))) {
      return "RETAIN";
    }
    Set<String> plain = new TreeSet<>();
    states.forEach(each -> plain.add(each.replace("=", "")));
    return plain.size() == 1 ? plain.iterator().next() : plain.toString();
  }

  private static MetricAlarm alarm(String more) {
    return (MetricAlarm)
        Told.spec(
            """
            title: Many deletions
            id: 11111111-0000-4000-8000-000000000001
            level: high
            trailhouse:
              type: metric-alarm
              filter-pattern: '{ $.eventName = "Delete*" }'
            """
                + more.indent(2));
  }

  private static Told at(int minute, String name) {
    String key = name + minute + "-" + System.identityHashCode(new Object());
    return at(key, minute, "\"eventName\":\"" + name + "\"");
  }

  private static Told at(String key, int minute, String members) {
    return Told.event(key, Told.DAY.plusSeconds(60L * minute), members);
  }

  private static List<String> changes(MetricAlarm spec, List<Told> events) {
    MetricAlarmWatch watch = new MetricAlarmWatch(spec);
    Told.history(List.of(watch), events);
    return watch.takeChanges().stream()
        .map((Change each) ->
            "%d %s%s"
                .formatted(
                    Duration.between(Told.DAY, each.at()).toMinutes(),
                    each.to(),
                    each.dimensions().isEmpty() ? "" : " " + each.dimensions()))
        .toList();
  }

  @Test
  void twoOfThreePeriodsWorkedOutByHand() {
    // periods of 5 minutes, beyond from 2 deletions on: X(2) 0(1) X(3) then 0(1) 0(1)
    List<Told> events =
        List.of(
            at(0, "DeleteA"),
            at(4, "DeleteB"),
            at(5, "DeleteA"),
            at(10, "DeleteA"),
            at(11, "DeleteB"),
            at(14, "DeleteC"),
            at(15, "DeleteA"),
            at(16, "ListA"),
            at(20, "DeleteA"));
    String form =
        """
        threshold: 2
        period: 300
        evaluation-periods: 3
        datapoints-to-alarm: 2
        treat-missing-data: %s
        """;
    MetricAlarm spec = alarm(form.formatted("notBreaching"));
    // X alone: 1 of 3, OK; X0: OK; X0X: ALARM; 0X0: OK
    assertThat(changes(spec, events)).containsExactly("5 OK", "15 ALARM", "20 OK");
    List<Finding> findings = Told.history(List.of(new MetricAlarmWatch(spec)), events);
    assertThat(findings).hasSize(1);
    Finding finding = findings.get(0);
    assertThat(finding.events()).hasSize(5);
    assertThat(finding.events().get(0).name()).isEqualTo("DeleteA");
    assertThat(finding.events().get(0).json()).startsWith("{\"eventVersion\"");
    assertThat(finding.title())
        .isEqualTo("Many deletions: 5 events, sum at least 2 in 2 of 3 periods of 5 minutes");
    assertThat(finding.level().word()).isEqualTo("high");
    // with breaching data the two missing periods before the first make it an alarm at once
    assertThat(changes(alarm(form.formatted("breaching")), events))
        .containsExactly("5 ALARM", "20 OK");
  }

  @Test
  void silenceIsWhatTheRuleSaysItIs() {
    // X in period 0 and, after a silence of many days, in period 1000
    List<Told> events = List.of(at(0, "DeleteA"), at(5_000, "DeleteA"));
    String form = "threshold: 1\nperiod: 5m\ntreat-missing-data: ";
    assertThat(changes(alarm(form + "missing"), events))
        .containsExactly("5 ALARM", "10 INSUFFICIENT_DATA", "5005 ALARM");
    assertThat(changes(alarm(form + "notBreaching"), events))
        .containsExactly("5 ALARM", "10 OK", "5005 ALARM");
    assertThat(changes(alarm(form + "ignore"), events)).containsExactly("5 ALARM");
    assertThat(changes(alarm(form + "breaching"), events)).containsExactly("5 ALARM");
  }

  @Test
  void aHeartbeatThatStopsIsAnAlarmWithTheLastEventInIt() {
    List<Told> events = List.of(at("k1", 0, "\"eventName\":\"DeleteA\""), at(11, "ListA"));
    MetricAlarm spec =
        alarm("threshold: 1\ncomparison: '<'\nperiod: 5m\ntreat-missing-data: breaching");
    assertThat(changes(spec, events)).containsExactly("5 OK", "10 ALARM");
    assertThat(Told.history(List.of(new MetricAlarmWatch(spec)), events))
        .singleElement()
        .satisfies(each -> assertThat(each.events().get(0).key()).isEqualTo("k1"));
  }

  @Test
  void aDefaultValueCountsForMinutesWithEventsButWithoutAMatch() {
    // minutes 0 and 1: values 1, 1; minutes 2 and 3: an event each, so 0, 0; minute 4: nothing
    List<Told> events =
        List.of(at(0, "DeleteA"), at(1, "DeleteA"), at(2, "ListA"), at(3, "ListA"), at(3, "ListB"));
    String form = "period: 5m\ndefault: 0\nstatistic: %s\ncomparison: '<='\nthreshold: ";
    assertThat(changes(alarm(form.formatted("Average") + "0.5"), events))
        .containsExactly("5 ALARM");
    assertThat(changes(alarm(form.formatted("Average") + "0.49"), events)).containsExactly("5 OK");
    assertThat(changes(alarm(form.formatted("SampleCount") + "4"), events))
        .containsExactly("5 ALARM");
    assertThat(changes(alarm(form.formatted("SampleCount") + "3"), events)).containsExactly("5 OK");
    assertThat(changes(alarm(form.formatted("Minimum") + "0"), events)).containsExactly("5 ALARM");
    assertThat(changes(alarm(form.formatted("Maximum") + "0"), events)).containsExactly("5 OK");
    assertThat(changes(alarm(form.formatted("Sum") + "2"), events)).containsExactly("5 ALARM");
  }

  @Test
  void aFieldMayBeTheValueAndWhatIsNoNumberPublishesNothing() {
    String name = "\"eventName\":\"DeleteA\",\"additionalEventData\":{\"bytes\":";
    List<Told> events =
        List.of(
            at("a", 0, name + "0.1}"),
            at("b", 0, name + "0.2}"),
            at("c", 0, name + "\"many\"}"),
            at("d", 0, name + "null}"),
            at("e", 0, "\"eventName\":\"DeleteA\""));
    String form = "value: $.additionalEventData.bytes\nstatistic: %s\nthreshold: %s\nperiod: 1m";
    assertThat(changes(alarm(form.formatted("SampleCount", "3")), events)).containsExactly("1 OK");
    assertThat(changes(alarm(form.formatted("SampleCount", "2")), events))
        .containsExactly("1 ALARM");
    assertThat(changes(alarm(form.formatted("Maximum", "0.2")), events)).containsExactly("1 ALARM");
  }

  @Test
  void dimensionsMakeAMetricEachAndAnEventWithoutOneMakesNone() {
    String form =
        """
        threshold: 2
        period: 1m
        dimensions: {Account: $.recipientAccountId, Ip: $.sourceIPAddress}\
        """;
    String name = "\"eventName\":\"DeleteA\",\"recipientAccountId\":\"";
    List<Told> events =
        List.of(
            at("a", 0, name + "1\",\"sourceIPAddress\":\"10.0.0.1\""),
            at("b", 0, name + "2\",\"sourceIPAddress\":\"10.0.0.1\""),
            at("c", 0, name + "2\",\"sourceIPAddress\":\"10.0.0.1\""),
            at("d", 0, name + "1\""),
            at("e", 0, name + "1\""));
    assertThat(changes(alarm(form), events))
        .containsExactlyInAnyOrder(
            "1 OK {Account=1, Ip=10.0.0.1}", "1 ALARM {Account=2, Ip=10.0.0.1}");
  }

  @Test
  void everyPatternOfTheBenchmarkIsThereLetterByLetter() throws Exception {
    assertThat(MetricAlarms.cis()).hasSize(15);
    assertThat(MetricAlarms.cis("1.2.0")).hasSize(14);
    for (String version : MetricAlarms.VERSIONS) {
      assertThat(MetricAlarms.cis(version))
          .hasSize(version.equals("1.2.0") ? 14 : 15)
          .allSatisfy(each -> assertThat(each.alarm().threshold()).isEqualTo(1))
          .allSatisfy(each -> assertThat(each.alarm().period()).hasMinutes(5));
    }
    Set<String> ours = new TreeSet<>();
    MetricAlarms.cis("1.2.0").forEach(each -> ours.add(each.metric().pattern()));
    JsonNode theirs =
        new ObjectMapper()
            .readTree(SharedData.path("metric-filters").resolve("cis-patterns.json").toFile());
    Set<String> published = new TreeSet<>();
    theirs.get("cis").forEach(each -> published.add(each.get("pattern").textValue()));
    assertThat(ours).isEqualTo(published);
  }

  @Test
  void eachAlarmOfTheBenchmarkGoesOffForItsOwnEvent() {
    List<String> records =
        List.of(
            "\"errorCode\":\"AccessDenied\",\"sourceIPAddress\":\"10.0.0.1\",\"eventName\":\"GetUser\"",
            "\"eventName\":\"ConsoleLogin\",\"additionalEventData\":{\"MFAUsed\":\"No\"}",
            "\"userIdentity\":{\"type\":\"Root\"},\"eventType\":\"AwsApiCall\"",
            "\"eventName\":\"AttachUserPolicy\"",
            "\"eventName\":\"StopLogging\"",
            "\"eventName\":\"ConsoleLogin\",\"errorMessage\":\"Failed authentication\"",
            "\"eventName\":\"DisableKey\",\"eventSource\":\"kms.amazonaws.com\"",
            "\"eventName\":\"PutBucketAcl\",\"eventSource\":\"s3.amazonaws.com\"",
            "\"eventName\":\"DeleteDeliveryChannel\",\"eventSource\":\"config.amazonaws.com\"",
            "\"eventName\":\"ModifySecurityGroupRules\"",
            "\"eventName\":\"CreateNetworkAcl\"",
            "\"eventName\":\"AttachInternetGateway\"",
            "\"eventName\":\"CreateRoute\"",
            "\"eventName\":\"DeleteVpc\"",
            "\"eventName\":\"LeaveOrganization\",\"eventSource\":\"organizations.amazonaws.com\"");
    List<MetricAlarm> alarms = MetricAlarms.cis();
    for (int i = 0; i < records.size(); i++) {
      List<String> off = new ArrayList<>();
      for (MetricAlarm each : alarms) {
        List<Told> one = List.of(at("k", 0, records.get(i)));
        if (!Told.history(List.of(new MetricAlarmWatch(each)), one).isEmpty()) {
          off.add(each.rule().tags().stream().filter(tag -> tag.contains("5.0.0")).toList().get(0));
        }
      }
      assertThat(off).as(records.get(i)).containsExactly("cis.v5.0.0-4." + (i + 1));
    }
  }

  @Test
  void realAttacksSetAlarmsOff() throws Exception {
    List<StatefulRule> watches =
        MetricAlarms.cis().stream().map(each -> (StatefulRule) new MetricAlarmWatch(each)).toList();
    List<Finding> findings = Told.history(watches, Told.folder(SharedData.path("invictus-ir")));
    Set<String> titles = new TreeSet<>();
    findings.forEach(each -> titles.add(each.title().replaceFirst(":.*", "")));
    assertThat(titles)
        .contains("IAM policy changes", "Security group changes", "Unauthorized API calls");
    assertThat(findings).allSatisfy(each -> assertThat(each.id()).matches("[0-9a-f]{32}"));
    // counted by another program: 5-minute periods with such an event and none in the one before
    assertThat(findings).filteredOn(each -> each.title().startsWith("IAM policy")).hasSize(2);
  }
}
