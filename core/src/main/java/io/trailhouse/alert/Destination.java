package io.trailhouse.alert;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
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
  /// @param url of the incoming webhook; whoever knows it can post
  record Slack(Secret url) implements Destination {
    public Slack {
      checkAddress(url);
    }

    @Override
    public String place() {
      return "Slack at " + hostOf(url);
    }

    @Override
    public boolean recognisesRepeats() {
      return false;
    }
  }

  /// A chat or channel of Microsoft Teams.
  ///
  /// @param url of the workflow "when a Teams webhook request is received"
  record Teams(Secret url) implements Destination {
    public Teams {
      checkAddress(url);
    }

    @Override
    public String place() {
      return "Teams at " + hostOf(url);
    }

    @Override
    public boolean recognisesRepeats() {
      return false;
    }
  }

  /// Any receiver of JSON.
  ///
  /// @param key signs each request; null for none
  /// @param headers sent with each request
  record Webhook(Secret url, @Nullable Secret key, Map<String, Secret> headers)
      implements Destination {
    public Webhook {
      checkAddress(url);
      headers = Map.copyOf(headers);
    }

    @Override
    public String place() {
      return "webhook at " + hostOf(url);
    }

    @Override
    public boolean recognisesRepeats() {
      return true;
    }
  }

  /// PagerDuty's Events API v2, or what speaks like it.
  ///
  /// @param url usually `https://events.pagerduty.com/v2/enqueue`
  record PagerDuty(URI url, Secret routingKey) implements Destination {
    @Override
    public String place() {
      return "events at " + url.getHost();
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

  private static void checkAddress(Secret url) {
    hostOf(url);
  }

  /// @throws IllegalArgumentException when it is no address; the address is not in the message
  private static String hostOf(Secret url) {
    URI address;
    try {
      address = new URI(url.reveal());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("this is no address");
    }
    boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
    if (!web || address.getHost() == null) {
      throw new IllegalArgumentException("an address to post to is https://HOST/PATH");
    }
    return address.getHost();
  }
}
