package io.trailhouse.platform;

import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.CollectOptions;
import io.trailhouse.aws.Identity;
import io.trailhouse.aws.ListingSource;
import io.trailhouse.aws.QueueSource;
import io.trailhouse.aws.SourceContext;
import io.trailhouse.aws.SourceHealth;
import io.trailhouse.checkpoint.CheckpointStore;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.config.SourceSpec;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.serve.RunningSource;
import io.trailhouse.serve.SourceDefinition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Makes the sources in AWS that the configuration names.
final class AwsSources {
  private static final String EACH_ACCOUNT = "{account}";

  private final AwsSpec aws;
  private final Platform platform;
  private final CheckpointStore checkpoints;
  private final CollectOptions options;
  private final InstantSource clock;

  AwsSources(AwsSpec aws, Platform platform) {
    this.aws = aws;
    this.platform = platform;
    this.checkpoints = platform.checkpoints();
    CollectOptions usual = CollectOptions.defaults(platform.scratch().resolve("fetched"));
    Duration visibility = platform.tempo().visibility();
    this.options = visibility == null ? usual : usual.waiting(visibility, Duration.ofSeconds(1));
    this.clock = platform.clock();
  }

  /// Whether a source stands for one bucket in each account.
  static boolean isOfEachAccount(SourceSpec spec) {
    return spec instanceof SourceSpec.Bucket bucket && bucket.bucket().contains(EACH_ACCOUNT);
  }

  /// The accounts that the configuration means.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException when the organization cannot be asked
  List<String> accounts() {
    return new AwsAccounts(aws).listed();
  }

  /// The sources that a section of the configuration stands for: a bucket may have a queue and a
  /// listing.
  ///
  /// @param account its number where the section stands for a bucket in each account; else null
  /// @param counters those of the section
  List<SourceDefinition> definitions(
      SourceSpec spec, @Nullable String account, IngestMetrics counters) {
    String name = spec.name();
    return switch (spec) {
      case SourceSpec.EventHistory history ->
          List.of(
              new SourceDefinition(
                  name,
                  "lookup-events",
                  null,
                  () -> new FollowedHistory(platform, aws, history).open(),
                  counters));
      case SourceSpec.EventBus bus ->
          List.of(new SourceDefinition(name, "eventbridge", null, () -> eventBus(bus), counters));
      case SourceSpec.Bucket bucket -> {
        List<SourceDefinition> both = new ArrayList<>();
        if (bucket.queue() != null) {
          both.add(
              new SourceDefinition(name, "queue", account, () -> queue(bucket, account), counters));
        }
        Duration every = bucket.every();
        if (every != null) {
          both.add(
              new SourceDefinition(
                  name, "listing", account, () -> listing(bucket, every, account), counters));
        }
        yield both;
      }
    };
  }

  private Identity identity(@Nullable String region) {
    return new Identity(aws.profile(), aws.region(), null, aws.externalId(), aws.session())
        .in(region);
  }

  private AwsClients clients(SourceSpec.Bucket bucket, @Nullable String account) {
    Identity identity = identity(bucket.region());
    String role = bucket.role();
    if (role == null) {
      return AwsClients.of(identity);
    }
    String arn = account == null ? role : AwsAccounts.roleIn(account, role, identity);
    return AwsClients.of(identity.as(arn, bucket.externalId()));
  }

  private static String filled(String bucket, @Nullable String account) {
    return account == null ? bucket : bucket.replace(EACH_ACCOUNT, account);
  }

  private RunningSource queue(SourceSpec.Bucket bucket, @Nullable String account) {
    AwsClients clients = clients(bucket, account);
    QueueSource.Place place =
        new QueueSource.Place(
            clients.sqs(),
            Objects.requireNonNull(bucket.queue()),
            clients.s3(),
            filled(bucket.bucket(), account),
            bucket.prefix(),
            bucket.requesterPays());
    return open(place, clients);
  }

  private RunningSource eventBus(SourceSpec.EventBus bus) {
    Identity own = identity(bus.region());
    AwsClients clients =
        AwsClients.of(bus.role() == null ? own : own.as(bus.role(), bus.externalId()));
    S3Client s3 = clients.s3();
    return open(new QueueSource.Place(clients.sqs(), bus.queue(), s3, "", "", false), clients);
  }

  private RunningSource open(QueueSource.Place place, AwsClients clients) {
    SourceHealth health = new SourceHealth(clock);
    QueueSource source = new QueueSource(place, options, new SourceContext(health, clock));
    return new RunningSource(
        source,
        () ->
            Map.of(
                "messages_in_flight",
                (long) source.messagesInFlight(),
                "messages_test",
                source.testMessages()),
        () -> trouble(health),
        () -> {
          source.close();
          clients.close();
        });
  }

  private RunningSource listing(
      SourceSpec.Bucket bucket, Duration every, @Nullable String account) {
    AwsClients clients = clients(bucket, account);
    SourceHealth health = new SourceHealth(clock);
    String name = account == null ? bucket.name() : bucket.name() + "-" + account;
    ListingSource source =
        new ListingSource(
            new ListingSource.Place(
                name,
                clients.s3(),
                filled(bucket.bucket(), account),
                bucket.prefix(),
                bucket.requesterPays()),
            every,
            checkpoints,
            options,
            new SourceContext(health, clock));
    return new RunningSource(
        source,
        () -> {
          Map<String, Long> gauges = new LinkedHashMap<>();
          gauges.put("listing_prefixes", (long) source.prefixes());
          gauges.put("list_calls", source.listCalls());
          return gauges;
        },
        () -> trouble(health),
        () -> {
          source.close();
          clients.close();
        });
  }

  private static RunningSource.@Nullable Trouble trouble(SourceHealth health) {
    SourceHealth.State state = health.state();
    return state.problem() == null
        ? null
        : new RunningSource.Trouble(
            state.problem(), state.condition() == SourceHealth.Condition.REFUSED);
  }
}
