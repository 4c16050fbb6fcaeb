package io.trailhouse.alert;

import io.trailhouse.http.Poster;

/// Makes the notifier of a destination.
public final class Notifiers {
  private Notifiers() {}

  /// The notifier that posts or mails to a destination.
  ///
  /// @param topics makes the one for topics of SNS, which this package knows nothing of
  public static Notifier of(Destination destination, Poster http, Topics topics) {
    if (destination instanceof Destination.Mail mail) {
      return new MailNotifier(mail);
    }
    if (destination instanceof Destination.Slack slack) {
      return new SlackNotifier(slack, http);
    }
    if (destination instanceof Destination.Teams teams) {
      return new TeamsNotifier(teams, http);
    }
    if (destination instanceof Destination.Webhook webhook) {
      return new WebhookNotifier(webhook, http);
    }
    if (destination instanceof Destination.PagerDuty events) {
      return new PagerDutyNotifier(events, http);
    }
    return topics.of((Destination.Sns) destination);
  }

  /// Makes notifiers that publish to a topic.
  @FunctionalInterface
  public interface Topics {
    Notifier of(Destination.Sns topic);
  }
}
