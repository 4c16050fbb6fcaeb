package io.trailhouse.config;

import io.trailhouse.alert.AlertSpec;
import io.trailhouse.alert.Destination;
import io.trailhouse.alert.Destination.MailServer;
import io.trailhouse.alert.Destination.StartTls;
import io.trailhouse.alert.MailNotifier;
import io.trailhouse.alert.QuietHours;
import io.trailhouse.alert.Secret;
import io.trailhouse.finding.Level;
import io.trailhouse.http.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads `alerts`.
final class AlertsSection {
  static final String SECTION = "alerts";

  private static final List<String> PLACES =
      List.of("smtp", "slack", "teams", "webhook", "pagerduty", "sns");
  private static final Set<String> OPTIONS =
      Set.of(
          "user",
          "password",
          "from",
          "to",
          "starttls",
          "key",
          "headers",
          "url",
          "at-least",
          "group",
          "limit",
          "quiet",
          "links");
  private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";
  private static final int MOST_PER_HOUR = 1000;

  private final Values values;

  AlertsSection(Values values) {
    this.values = values;
  }

  List<AlertSpec> read() {
    List<AlertSpec> alerts = new ArrayList<>();
    for (ConfigTree.Free free : values.free(SECTION)) {
      String path = SECTION + "." + free.name();
      FreeTree tree = values.tree(path, free.node());
      AlertSpec alert = alert(free.name(), new Branch(tree, path, tree.value()));
      if (alert != null) {
        alerts.add(alert);
      }
    }
    return List.copyOf(alerts);
  }

  private static @Nullable AlertSpec alert(String name, Branch branch) {
    Set<String> known = new TreeSet<>(PLACES);
    known.addAll(OPTIONS);
    branch.knows(known);
    List<String> named = PLACES.stream().filter(branch::has).toList();
    if (named.size() != 1) {
      branch.wrong("", "needs one of " + String.join(", ", PLACES));
    }
    Destination destination = named.size() == 1 ? destination(named.get(0), branch) : null;
    Level atLeast = level(branch, "at-least", Level.MEDIUM);
    Duration group =
        branch.time("group", AlertSpec.DEFAULT_GROUP, Duration.ofSeconds(1), Duration.ofDays(1));
    int limit = limit(branch);
    QuietHours quiet = quiet(branch.branch("quiet"));
    URI links = links(branch);
    return destination == null
        ? null
        : new AlertSpec(name, destination, atLeast, group, limit, quiet, links);
  }

  /// What is wrong with an address is told without the address, which may be all that a receiver
  /// asks for.
  private static @Nullable Destination destination(String kind, Branch branch) {
    String text = branch.text(kind);
    if (text == null) {
      return null;
    }
    try {
      return switch (kind) {
        case "smtp" -> mail(text, branch);
        case "slack" -> of(Endpoints.bare(branch, kind, text), Destination.Slack::new);
        case "teams" -> of(Endpoints.bare(branch, kind, text), Destination.Teams::new);
        case "webhook" -> of(Endpoints.full(branch, kind, text), Destination.Webhook::new);
        case "pagerduty" ->
            of(pagerDuty(branch), events -> new Destination.PagerDuty(events, Secret.of(text)));
        default -> topic(text, branch);
      };
    } catch (IllegalArgumentException e) {
      branch.wrong(kind, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable Destination of(
      @Nullable Endpoint endpoint, Function<Endpoint, Destination> made) {
    return endpoint == null ? null : made.apply(endpoint);
  }

  private static @Nullable Endpoint pagerDuty(Branch branch) {
    return Endpoints.bare(branch, "url", branch.text("url", PAGERDUTY));
  }

  private static @Nullable Destination mail(String url, Branch branch) {
    String from = branch.text("from");
    List<String> to = branch.texts("to");
    if (from == null) {
      branch.wrong("", "needs from, the address that its mails come from");
    } else {
      mailbox("from", from, branch);
    }
    if (to.isEmpty()) {
      branch.wrong("", "needs to, the addresses that its mails go to");
    }
    to.forEach(address -> mailbox("to", address, branch));
    StartTls startTls =
        branch.word("starttls", "required", Set.of("required", "optional")).equals("optional")
            ? StartTls.OPTIONAL
            : StartTls.REQUIRED;
    Secret password = secret(branch, "password");
    String user = branch.text("user");
    if (password != null && user == null) {
      branch.wrong("password", "needs user, which is missing");
    }
    MailServer server;
    try {
      server = new MailServer(new URI(url), user, password, startTls);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(MailServer.FORM, e);
    }
    return from == null || to.isEmpty() ? null : new Destination.Mail(server, from, to);
  }

  private static void mailbox(String key, String text, Branch branch) {
    if (!MailNotifier.isMailbox(text)) {
      branch.wrong(key, "'" + text + "' is no mail address; one is security@example.com");
    }
  }

  private static Destination topic(String arn, Branch branch) {
    if (!Destinations.TOPIC.matcher(arn).matches()) {
      branch.wrong("sns", "'" + arn + "' is no topic's ARN");
    }
    return new Destination.Sns(arn);
  }

  private static @Nullable Secret secret(Branch branch, String key) {
    String text = branch.text(key);
    return text == null ? null : Secret.of(text);
  }

  private static Level level(Branch branch, String key, Level usual) {
    Set<String> words = Arrays.stream(Level.values()).map(Level::word).collect(Collectors.toSet());
    Level level = Level.named(branch.word(key, usual.word(), words));
    return level == null ? usual : level;
  }

  private static int limit(Branch branch) {
    String text = branch.text("limit");
    if (text == null) {
      return AlertSpec.DEFAULT_PER_HOUR;
    }
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST_PER_HOUR) {
      branch.wrong("limit", "'%s' is no number from 1 to %d".formatted(text, MOST_PER_HOUR));
      return AlertSpec.DEFAULT_PER_HOUR;
    }
    return limit;
  }

  private static @Nullable QuietHours quiet(@Nullable Branch branch) {
    if (branch == null) {
      return null;
    }
    branch.knows(Set.of("from", "to", "zone", "break-through"));
    LocalTime from = clock(branch, "from", "22:00");
    LocalTime to = clock(branch, "to", "07:00");
    ZoneId zone = zone(branch);
    Level breakThrough = level(branch, "break-through", Level.CRITICAL);
    try {
      return new QuietHours(from, to, zone, breakThrough);
    } catch (IllegalArgumentException e) {
      branch.wrong("", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static LocalTime clock(Branch branch, String key, String usual) {
    String text = branch.text(key, usual);
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      branch.wrong(key, "'" + text + "' is no time of day; one is \"22:00\", in quotes");
      return LocalTime.parse(usual);
    }
  }

  private static ZoneId zone(Branch branch) {
    String text = branch.text("zone", "UTC");
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      branch.wrong("zone", "'" + text + "' is no time zone; one is Europe/Berlin");
      return ZoneOffset.UTC;
    }
  }

  private static @Nullable URI links(Branch branch) {
    String text = branch.text("links");
    if (text == null) {
      return null;
    }
    if (Endpoint.wrongAddress(text) != null) {
      branch.wrong("links", "'" + text + "' is no http or https address");
      return null;
    }
    return URI.create(text);
  }
}
