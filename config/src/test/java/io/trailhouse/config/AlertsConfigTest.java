package io.trailhouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.alert.AlertSpec;
import io.trailhouse.alert.Destination;
import io.trailhouse.finding.Level;
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
    assertThat(duty.events().address()).hasToString("https://events.pagerduty.com/v2/enqueue");
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
        "{slack: nothing} | is no http or https URL with a host",
        "{slack: 'https://a.example:99999/x'} | has the port 99999; ports are 1 to 65535",
        "{teams: 'https://me@a.example/x'} | has no user: use a header",
        "{pagerduty: k, url: 'https://a.example:0/x'} | alerts.a.url: has the port 0",
        "{smtp: 'smtp://mail:70000', from: a@b.example, to: b@b.example} | has the port 70000",
        "{webhook: 'https://a.example:65536/x'} | alerts.a.webhook: has the port 65536",
        "{smtp: 'http://mail', from: a, to: b} | a mail server is smtp://HOST:587",
        "{smtp: 'smtp://mail:587', to: b} | needs from",
        "{smtp: 'smtp://mail:587', from: a} | needs to",
        "{sns: topic} | is no topic's ARN",
        "{slack: 'https://a.example/x', at-least: big} | is not one of critical, high",
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

  /// C28: alerts and routes are judged alike, each header where it stands and without its value.
  @Test
  void aHeaderThatCannotBeSentIsNamedWithItsLine() throws IOException {
    String headers =
        """
            webhook: https://a.example/x
            headers:
              X-Fine: "v 1"
              Host: hidden-1
              content-length: "11111"
              Connection: hidden-2
              X-Break: "hidden-3\\r\\nEvil: 1"
              "X-Na\\r\\nme": hidden-4
              Transfer-Encoding: hidden-5
              X-Bell: "hidden-6\\a"
        """;
    for (String at : new String[] {"alerts.a", "routes.a.to"}) {
      String text =
          at.startsWith("alerts")
              ? "alerts:\n  a:\n" + headers
              : "routes:\n  a:\n    to:\n" + headers.indent(2);
      int first = at.startsWith("alerts") ? 6 : 7;
      assertThat(read(text).problems().stream().map(each -> each.text("f")))
          .hasSize(7)
          .allMatch(said -> said.contains(at + ".headers."))
          .noneMatch(said -> said.contains("hidden-") || said.contains("11111"))
          .anyMatch(said -> said.contains(first + ":") && said.contains("Host: it is set by"))
          .anyMatch(said -> said.contains(first + 1 + ":") && said.contains("content-length"))
          .anyMatch(said -> said.contains(first + 2 + ":") && said.contains("Connection"))
          .anyMatch(said -> said.contains("X-Break: its value has a line break"))
          .anyMatch(said -> said.contains("a name has letters, digits and hyphens"))
          .anyMatch(said -> said.contains("Transfer-Encoding: it is set by"))
          .anyMatch(said -> said.contains("X-Bell: its value has a character"));
    }
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
