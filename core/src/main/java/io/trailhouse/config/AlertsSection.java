package io.trailhouse.config;

import io.trailhouse.alert.AlertSpec;
import io.trailhouse.alert.Destination;
import io.trailhouse.alert.Destination.MailServer;
import io.trailhouse.alert.Destination.StartTls;
import io.trailhouse.alert.QuietHours;
import io.trailhouse.alert.Secret;
import io.trailhouse.rule.Level;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private static final URI PAGERDUTY = URI.create("https://events.pagerduty.com/v2/enqueue");
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
      return null;
    }
    Destination destination = destination(named.get(0), branch);
    if (destination == null) {
      return null;
    }
    return new AlertSpec(
        name,
        destination,
        level(branch, "at-least", Level.MEDIUM),
        branch.time("group", AlertSpec.USUAL_GROUP, Duration.ofSeconds(1), Duration.ofDays(1)),
        limit(branch),
        quiet(branch.branch("quiet")),
        links(branch));
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
        case "slack" -> new Destination.Slack(Secret.of(text));
        case "teams" -> new Destination.Teams(Secret.of(text));
        case "webhook" ->
            new Destination.Webhook(Secret.of(text), secret(branch, "key"), headers(branch));
        case "pagerduty" ->
            new Destination.PagerDuty(
                branch.has("url") ? URI.create(branch.text("url", "")) : PAGERDUTY,
                Secret.of(text));
        default -> topic(text, branch);
      };
    } catch (IllegalArgumentException e) {
      branch.wrong(kind, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Destination mail(String url, Branch branch) {
    String from = branch.text("from");
    List<String> to = branch.texts("to");
    if (from == null) {
      branch.wrong("", "needs from, the address that its mails come from");
    }
    if (to.isEmpty()) {
      branch.wrong("", "needs to, the addresses that its mails go to");
    }
    StartTls startTls =
        branch.word("starttls", "required", Set.of("required", "optional")).equals("optional")
            ? StartTls.OPTIONAL
            : StartTls.REQUIRED;
    MailServer server =
        new MailServer(URI.create(url), branch.text("user"), secret(branch, "password"), startTls);
    return new Destination.Mail(
        server, from == null ? "trailhouse" : from, to.isEmpty() ? List.of("nobody") : to);
  }

  private static Destination topic(String arn, Branch branch) {
    if (!arn.startsWith("arn:")) {
      branch.wrong("sns", "'" + arn + "' is no topic's ARN");
    }
    return new Destination.Sns(arn);
  }

  private static @Nullable Secret secret(Branch branch, String key) {
    String text = branch.text(key);
    return text == null ? null : Secret.of(text);
  }

  private static Map<String, Secret> headers(Branch branch) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    branch.pairs("headers").forEach((name, value) -> headers.put(name, Secret.of(value)));
    return headers;
  }

  private static Level level(Branch branch, String key, Level usual) {
    Set<String> words = Arrays.stream(Level.values()).map(Level::word).collect(Collectors.toSet());
    Level level = Level.named(branch.word(key, usual.word(), words));
    return level == null ? usual : level;
  }

  private static int limit(Branch branch) {
    String text = branch.text("limit");
    if (text == null) {
      return AlertSpec.USUAL_PER_HOUR;
    }
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST_PER_HOUR) {
      branch.wrong("limit", "'%s' is no number from 1 to %d".formatted(text, MOST_PER_HOUR));
      return AlertSpec.USUAL_PER_HOUR;
    }
    return limit;
  }

  private static @Nullable QuietHours quiet(@Nullable Branch branch) {
    if (branch == null) {
      return null;
    }
    branch.knows(Set.of("from", "to", "zone", "break-through"));
    try {
      return new QuietHours(
          LocalTime.parse(branch.text("from", "22:00")),
          LocalTime.parse(branch.text("to", "07:00")),
          ZoneId.of(branch.text("zone", "UTC")),
          level(branch, "break-through", Level.CRITICAL));
    } catch (DateTimeException | IllegalArgumentException e) {
      branch.wrong(
          "", "quiet hours are written from: \"22:00\", to: \"07:00\", zone: Europe/Berlin");
      return null;
    }
  }

  private static @Nullable URI links(Branch branch) {
    String text = branch.text("links");
    if (text == null) {
      return null;
    }
    if (!text.matches("https?://[^\\s]+")) {
      branch.wrong("links", "'" + text + "' is no http or https address");
      return null;
    }
    return URI.create(text);
  }
}
