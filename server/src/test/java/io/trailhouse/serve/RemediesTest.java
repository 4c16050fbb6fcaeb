package io.trailhouse.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Clause S8 of docs/spec/serve.md: a problem is told with its remedy.
class RemediesTest {
  @Test
  void everyProblemHasARemedyThatNamesItsKey() {
    assertThat(Remedies.of("sources.gone", "NoSuchBucket (The bucket does not exist)").remedy())
        .isEqualTo("Name a bucket that exists in sources.gone, or make it");
    assertThat(Remedies.of("sources.q", "AWS.SimpleQueueService.NonExistentQueue").remedy())
        .contains("sources.q");
    assertThat(Remedies.of("alerts.mail", "the mail server refuses the login: 535").remedy())
        .isEqualTo("Fix user and password of alerts.mail");
    assertThat(
            Remedies.of("sources.q", "http://127.0.0.1:1/q: the host sqs.x is not found").remedy())
        .contains("name service", "sources.q", "AWS_ENDPOINT_URL");
    assertThat(Remedies.of("sources.q", "what answers there is not the service").remedy())
        .contains("See what answers there", "sources.q");
    assertThat(Remedies.of("routes.hook", "503 Out to lunch").remedy())
        .isEqualTo("Fix routes.hook in the configuration, or what it names");
  }
}
