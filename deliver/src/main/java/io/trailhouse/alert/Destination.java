package io.trailhouse.alert;

import io.trailhouse.http.Endpoint;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an alert goes.
public sealed interface Destination {
  /// The destination for people, without anything secret in it.
  String place();

  /// Whether the other side recognises a message that comes twice. Only then may a message be sent
  /// again when nobody knows whether it was taken.
  boolean recognisesRepeats();

  /// Mail.
  ///
  /// @param to at least one address
  record Mail(MailServer server, String from, List<String> to) implements Destination {
    public Mail {
      if (to.isEmpty()) {
        throw new IllegalArgumentException("a mail needs an address");
      }
      to = List.copyOf(to);
    }

    @Override
    public String place() {
      return "mail to " + String.join(", ", to) + " by " + server.url();
    }

    @Override
    public boolean recognisesRepeats() {
      return true;
    }
  }

  /// The server that takes the mail.
  ///
  /// @param url `smtp://host:587` or `smtps://host:465`, without user and path
  /// @param user null where the server asks for no login
  record MailServer(URI url, @Nullable String user, @Nullable Secret password, StartTls startTls) {
    /// How a server is written.
    public static final String FORM = "a mail server is smtp://HOST:587 or smtps://HOST:465";

    public MailServer {
      boolean mail = "smtp".equals(url.getScheme()) || "smtps".equals(url.getScheme());
      if (!mail || url.getHost() == null || url.getUserInfo() != null) {
        throw new IllegalArgumentException(FORM);
      }
      String wrongPort = Endpoint.wrongPort(url);
      if (wrongPort != null) {
        throw new IllegalArgumentException(wrongPort);
      }
    }
  }

  /// What happens to an `smtp` connection before anything is said on it; `smtps` is encrypted from
  /// its first byte.
  enum StartTls {
    /// Without encryption nothing is sent, not even the user's name.
    REQUIRED,
    /// Encrypted where the server offers it. Whoever stands between can take the offer away.
    OPTIONAL
  }

  /// A channel of Slack.
  ///
  /// @param webhook the incoming one; whoever knows its address can post
  record Slack(Endpoint webhook) implements Destination {
    @Override
    public String place() {
      return "Slack at " + webhook.host();
    }

    @Override
    public boolean recognisesRepeats() {
      return false;
    }
  }

  /// A chat or channel of Microsoft Teams.
  ///
  /// @param webhook of the workflow "when a Teams webhook request is received"
  record Teams(Endpoint webhook) implements Destination {
    @Override
    public String place() {
      return "Teams at " + webhook.host();
    }

    @Override
    public boolean recognisesRepeats() {
      return false;
    }
  }

  /// Any receiver of JSON.
  record Webhook(Endpoint endpoint) implements Destination {
    @Override
    public String place() {
      return "webhook at " + endpoint.host();
    }

    @Override
    public boolean recognisesRepeats() {
      return true;
    }
  }

  /// PagerDuty's Events API v2, or what speaks like it.
  ///
  /// @param events usually `https://events.pagerduty.com/v2/enqueue`
  record PagerDuty(Endpoint events, Secret routingKey) implements Destination {
    @Override
    public String place() {
      return "events at " + events.host();
    }

    @Override
    public boolean recognisesRepeats() {
      return true;
    }
  }

  /// A topic of Amazon SNS. The module that knows AWS brings its notifier.
  record Sns(String topic) implements Destination {
    @Override
    public String place() {
      return "SNS topic " + topic;
    }

    @Override
    public boolean recognisesRepeats() {
      return false;
    }
  }
}
