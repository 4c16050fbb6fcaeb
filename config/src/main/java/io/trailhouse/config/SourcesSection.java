package io.trailhouse.config;

import io.trailhouse.quantity.QuantityException;
import io.trailhouse.quantity.S3Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads `sources`.
final class SourcesSection {
  static final String SECTION = "sources";

  private static final Duration LISTED = Duration.ofMinutes(15);
  private static final Duration LISTED_BESIDE_A_QUEUE = Duration.ofHours(6);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(1);

  private final Values values;
  private final AwsSpec aws;
  private final Map<S3Place, String> places = new HashMap<>();

  SourcesSection(Values values, AwsSpec aws) {
    this.values = values;
    this.aws = aws;
  }

  List<SourceSpec> read() {
    List<SourceSpec> sources = new ArrayList<>();
    for (ConfigTree.Named named : values.named(SECTION)) {
      String name = named.name();
      String s3 = values.text(Keys.SOURCE_S3, name);
      String bus = values.text(Keys.SOURCE_EVENTBRIDGE, name);
      List<String> regions = values.items(Keys.SOURCE_HISTORY_REGIONS, name);
      long ways = Stream.of(s3 != null, bus != null, !regions.isEmpty()).filter(is -> is).count();
      if (ways != 1) {
        values.wrong(
            SECTION,
            named,
            "needs one of s3 (a bucket of log files), eventbridge (a queue) and lookup-events"
                + " (regions of Event history)");
      } else if (s3 != null) {
        bucket(named, s3, sources);
      } else if (bus != null) {
        bus(name, bus, sources);
      } else {
        history(name, regions, sources);
      }
    }
    return List.copyOf(sources);
  }

  private void bucket(ConfigTree.Named named, String s3, List<SourceSpec> sources) {
    String name = named.name();
    S3Place place;
    try {
      place = S3Place.parseOfAccounts(s3).asFolder();
    } catch (QuantityException e) {
      values.wrong(Keys.SOURCE_S3, name, e.problem());
      return;
    }
    if (place.isOfAccounts() && aws.accounts() instanceof AwsSpec.Accounts.Own) {
      values.wrong(Keys.SOURCE_S3, name, "names {account}, so aws.accounts must say which ones");
    }
    String before = places.putIfAbsent(place, name);
    if (before != null) {
      values.wrong(Keys.SOURCE_S3, name, "is what the source " + before + " collects");
    }
    String queue = queue(Keys.SOURCE_QUEUE, name, values.text(Keys.SOURCE_QUEUE, name));
    Duration every = every(name, queue != null);
    if (every == null && queue == null) {
      values.wrong(Keys.SOURCE_LIST, name, "leaves nothing: without a queue it must be listed");
    }
    sources.add(
        new SourceSpec.Bucket(
            name,
            place.bucket(),
            place.prefix(),
            queue,
            every,
            region(name),
            role(name, place.isOfAccounts()),
            externalId(name),
            values.flag(
                values.text(Keys.SOURCE_REQUESTER_PAYS, name),
                false,
                wrong -> values.wrong(Keys.SOURCE_REQUESTER_PAYS, name, wrong))));
  }

  private void bus(String name, String url, List<SourceSpec> sources) {
    for (Keys key : List.of(Keys.SOURCE_QUEUE, Keys.SOURCE_LIST, Keys.SOURCE_REQUESTER_PAYS)) {
      values.wrong(key, name, "belongs to a source with s3, not to one with eventbridge");
    }
    String queue = queue(Keys.SOURCE_EVENTBRIDGE, name, url);
    if (queue != null) {
      sources.add(
          new SourceSpec.EventBus(name, queue, region(name), role(name, false), externalId(name)));
    }
  }

  private void history(String name, List<String> regions, List<SourceSpec> sources) {
    for (Keys key :
        List.of(
            Keys.SOURCE_QUEUE,
            Keys.SOURCE_LIST,
            Keys.SOURCE_REQUESTER_PAYS,
            Keys.SOURCE_REGION,
            Keys.SOURCE_ROLE,
            Keys.SOURCE_EXTERNAL_ID)) {
      values.wrong(key, name, "belongs to a source with s3; accounts and role are those of aws");
    }
    boolean enabled = regions.equals(List.of("enabled"));
    if (!enabled
        && !regions.stream().allMatch(region -> AwsSection.REGION.matcher(region).matches())) {
      values.wrong(
          Keys.SOURCE_HISTORY_REGIONS, name, "must be `enabled` or a list such as [eu-central-1]");
    }
    if (!(aws.accounts() instanceof AwsSpec.Accounts.Own) && aws.role() == null) {
      values.wrong(
          Keys.SOURCE_HISTORY_REGIONS, name, "reads other accounts, so aws.role must be named");
    }
    sources.add(
        new SourceSpec.EventHistory(
            name,
            enabled ? List.of() : regions,
            time(Keys.SOURCE_HISTORY_EVERY, name, Duration.ofMinutes(10)),
            time(Keys.SOURCE_HISTORY_SINCE, name, Duration.ofDays(1))));
  }

  private Duration time(Keys key, String name, Duration usual) {
    String text = values.text(key, name);
    Duration time =
        text == null
            ? null
            : Values.time(
                text, LEAST, Duration.ofDays(90), wrong -> values.wrong(key, name, wrong));
    return time == null ? usual : time;
  }

  private @Nullable String queue(Keys key, String name, @Nullable String url) {
    if (url == null) {
      return null;
    }
    try {
      URI uri = new URI(url);
      boolean secure = "https".equals(uri.getScheme());
      boolean here = "http".equals(uri.getScheme()) && ServerSection.isLoopback(uri.getHost());
      if (uri.getHost() != null && uri.getPath().length() > 1 && (secure || here)) {
        return url;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    values.wrong(
        key,
        name,
        "is no queue; one is https://sqs.eu-central-1.amazonaws.com/111122223333/trailhouse");
    return null;
  }

  private @Nullable Duration every(String name, boolean hasQueue) {
    Duration usual = hasQueue ? LISTED_BESIDE_A_QUEUE : LISTED;
    String text = values.text(Keys.SOURCE_LIST, name);
    if (text == null) {
      return usual;
    }
    if (text.strip().equals("never")) {
      return null;
    }
    Duration every =
        Values.time(text, LEAST, MOST, wrong -> values.wrong(Keys.SOURCE_LIST, name, wrong));
    return every == null ? usual : every;
  }

  private @Nullable String region(String name) {
    String text = values.text(Keys.SOURCE_REGION, name);
    if (text != null && !AwsSection.REGION.matcher(text).matches()) {
      values.wrong(Keys.SOURCE_REGION, name, "is no Region; one is eu-central-1");
    }
    return text == null ? aws.region() : text;
  }

  /// A bucket of each account is read by the role in each account.
  private @Nullable String role(String name, boolean inEachAccount) {
    String text = values.text(Keys.SOURCE_ROLE, name);
    if (text == null) {
      return inEachAccount ? aws.role() : null;
    }
    if (!AwsSection.ROLE.matcher(text).matches()) {
      values.wrong(Keys.SOURCE_ROLE, name, "is neither the name nor the ARN of a role");
    } else if (!inEachAccount && !text.startsWith("arn:")) {
      values.wrong(
          Keys.SOURCE_ROLE, name, "must be an ARN, because nothing else says in which account");
    }
    return text;
  }

  private @Nullable String externalId(String name) {
    String text = values.text(Keys.SOURCE_EXTERNAL_ID, name);
    return text == null ? aws.externalId() : text;
  }
}
