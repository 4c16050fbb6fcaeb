package io.trailhouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.alert.AlertSpec;
import io.trailhouse.alert.Destination;
import io.trailhouse.rule.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsConfigTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOOK", "https://hooks.example/T000/very-secret", "KEY", "another-secret");

  @TempDir private Path folder;

  private ConfigFile read(String text) throws IOException {
    Path file = folder.resolve("trailhouse.yaml");
    Files.writeString(file, text);
    return ConfigFile.read(file, ENVIRONMENT::get);
  }

  private AlertSpec alert(String keys) throws IOException {
    return read("alerts:\n  a: " + keys).config().alerts().get(0);
  }

  /// C22.
  @Test
  void aMailAlertHasAllItsKeys() throws IOException {
    AlertSpec alert =
        alert(
            "{smtp: 'smtp://mail:587', user: u, password: '${env:KEY}', from: a@b.example, to:"
                + " [c@d.example, e@f.example], starttls: optional, at-least: high, group: 5m,"
                + " limit: 7, links: 'https://page.example', quiet: {from: '22:00', to: '06:30',"
                + " zone: Europe/Berlin, break-through: high}}");
    assertThat(alert.atLeast()).isEqualTo(Level.HIGH);
    assertThat(alert.group()).isEqualTo(Duration.ofMinutes(5));
    assertThat(alert.perHour()).isEqualTo(7);
    assertThat(alert.quiet().to()).isEqualTo(LocalTime.of(6, 30));
    assertThat(alert.quiet().breakThrough()).isEqualTo(Level.HIGH);
    assertThat(alert.links()).hasToString("https://page.example");
    Destination.Mail mail = (Destination.Mail) alert.destination();
    assertThat(mail.to()).containsExactly("c@d.example", "e@f.example");
    assertThat(mail.server().startTls()).isEqualTo(Destination.StartTls.OPTIONAL);
    assertThat(alert.toString()).doesNotContain("another-secret");
  }

  /// C22.
  @Test
  void everyOtherPlaceIsReadAndItsSecretsStayHidden() throws IOException {
    assertThat(alert("{slack: '${env:HOOK}'}").destination()).isInstanceOf(Destination.Slack.class);
    assertThat(alert("{teams: '${env:HOOK}'}").destination()).isInstanceOf(Destination.Teams.class);
    assertThat(alert("{sns: 'arn:aws:sns:eu-west-1:111122223333:t'}").destination())
        .isInstanceOf(Destination.Sns.class);
    Destination.PagerDuty duty =
        (Destination.PagerDuty) alert("{pagerduty: '${env:KEY}'}").destination();
    assertThat(duty.url()).hasToString("https://events.pagerduty.com/v2/enqueue");
    AlertSpec hook =
        alert("{webhook: '${env:HOOK}', key: '${env:KEY}', headers: {X-A: '${env:KEY}'}}");
    assertThat(hook.destination()).isInstanceOf(Destination.Webhook.class);
    assertThat(hook.atLeast()).isEqualTo(Level.MEDIUM);
    assertThat(hook.toString() + duty).doesNotContain("secret");
  }

  /// C22.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{at-least: high} | needs one of smtp, slack, teams, webhook, pagerduty, sns",
        "{slack: 'https://a.example/x', teams: 'https://a.example/x'} | needs one of",
        "{slak: x} | did you mean slack?",
        "{slack: nothing} | an address to post to is https://HOST/PATH",
        "{smtp: 'http://mail', from: a, to: b} | a mail server is smtp://HOST:587",
        "{smtp: 'smtp://mail:587', to: b} | needs from",
        "{smtp: 'smtp://mail:587', from: a} | needs to",
        "{sns: topic} | is no topic's ARN",
        "{slack: 'https://a.example/x', at-least: big} | is none of critical, high",
        "{slack: 'https://a.example/x', limit: 0} | is no number from 1 to 1000",
        "{slack: 'https://a.example/x', group: soon} | is no time",
        "{slack: 'https://a.example/x', quiet: {from: late}} | is no time of day",
        "{slack: 'https://a.example/x', links: page} | is no http or https address",
      })
  void aMistakeIsNamed(String keys, String said) throws IOException {
    assertThat(read("alerts:\n  a: " + keys).problems())
        .isNotEmpty()
        .allMatch(problem -> problem.line() == 2)
        .anyMatch(problem -> problem.text("f").contains(said));
  }

  /// C23.
  @Test
  void rulesAndWatchesNamePlacesBesideTheFile() throws IOException {
    RulesSpec rules =
        read("rules: [builtin, ./rules]\nwatches: [builtin, cis, w]\n").config().rules();
    assertThat(rules.sigma()).containsExactly("builtin", folder.resolve("./rules").toString());
    assertThat(rules.watches())
        .isEqualTo(List.of("builtin", "cis", folder.resolve("w").toString()));
    assertThat(rules.isEmpty()).isFalse();
    assertThat(read("places: {countries: none.mmdb}").problems())
        .singleElement()
        .extracting(problem -> problem.text("f"))
        .isEqualTo("f:1:21: places.countries: 'none.mmdb' is no file");
  }
}
