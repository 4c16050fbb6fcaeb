package io.trailhouse.platform;

import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.Identity;
import io.trailhouse.aws.destination.BucketPlace;
import io.trailhouse.aws.destination.BucketStore;
import io.trailhouse.aws.destination.BusSink;
import io.trailhouse.aws.destination.FirehoseSink;
import io.trailhouse.aws.destination.LogGroupSink;
import io.trailhouse.aws.destination.PlaceName;
import io.trailhouse.aws.destination.QueueSink;
import io.trailhouse.aws.destination.StreamSink;
import io.trailhouse.aws.destination.TopicSink;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.config.DestinationSpec;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.destination.FolderStore;
import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.ObjectStore;
import io.trailhouse.destination.PrintSink;
import io.trailhouse.http.Poster;
import io.trailhouse.http.WebhookSink;
import io.trailhouse.lake.parquet.EventParquet;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.OcsfParquet;
import io.trailhouse.route.ErrorPlace;
import io.trailhouse.route.MessageRouteWriter;
import io.trailhouse.route.ObjectFormat;
import io.trailhouse.route.ObjectRouteWriter;
import io.trailhouse.route.RecordForm;
import io.trailhouse.route.Route;
import io.trailhouse.route.RouteWriter;
import io.trailhouse.route.TextFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the destinations that the configuration names.
final class DestinationFactory implements AutoCloseable {
  private final AwsSpec aws;
  private final Platform platform;
  private final Poster poster;
  private final OutputStream standardOutput;
  private final List<AwsClients> clients = new ArrayList<>();

  DestinationFactory(AwsSpec aws, Platform platform, OutputStream standardOutput) {
    this.aws = aws;
    this.platform = platform;
    this.poster = new Poster(platform.clock());
    this.standardOutput = standardOutput;
  }

  /// A route ready to run.
  ///
  /// @param name under which it remembers its state
  Route route(RouteSpec spec, String name) {
    return route(spec, name, destination(spec, name));
  }

  /// A route that is asked what it would do; what it sends goes nowhere.
  Route routeWithoutDestination(RouteSpec spec) {
    String name = spec.name();
    PrintSink nowhere = new PrintSink(OutputStream.nullOutputStream());
    return route(spec, name, new MessageRouteWriter(nowhere, name, null));
  }

  private static Route route(RouteSpec spec, String name, RouteWriter destination) {
    return new Route(
        name,
        spec.condition(),
        spec.sample(),
        spec.writer(),
        destination,
        spec.buffer(),
        spec.keep());
  }

  /// @throws TrailhouseException with CONFIG_INVALID when the destination can have no such name
  private RouteWriter destination(RouteSpec spec, String name) {
    try {
      return opened(spec, name);
    } catch (IllegalArgumentException e) {
      throw new TrailhouseException(
          Code.CONFIG_INVALID,
          "the destination of route " + spec.name() + ": " + e.getMessage(),
          "routes." + spec.name() + ".to",
          "Write it as the service shows it",
          e);
    }
  }

  private RouteWriter opened(RouteSpec spec, String name) {
    ErrorPlace errors = errors(spec.errors());
    return switch (spec.to()) {
      case DestinationSpec.Folder folder -> objects(store(folder), spec, errors);
      case DestinationSpec.Bucket bucket -> objects(store(bucket), spec, errors);
      default -> new MessageRouteWriter(sink(spec.to()), name, errors);
    };
  }

  private RouteWriter objects(ObjectStore store, RouteSpec spec, @Nullable ErrorPlace errors) {
    RouteSpec.Objects objects = spec.objects();
    ObjectFormat format =
        switch (objects.format()) {
          case TRAIL -> new TextFormat(true, objects.gzip());
          case JSONL -> new TextFormat(false, objects.gzip());
          case PARQUET ->
              spec.writer().form() == RecordForm.OCSF
                  ? new Columns(events -> OcsfParquet.encode(events, platform.scratch()))
                  : new Columns(EventParquet::encode);
        };
    return new ObjectRouteWriter(store, objects.prefix(), format, objects.byEventTime(), errors);
  }

  private @Nullable ErrorPlace errors(RouteSpec.@Nullable Errors spec) {
    return spec == null ? null : new ErrorPlace(store(spec.to()), spec.prefix());
  }

  private ObjectStore store(DestinationSpec spec) {
    return switch (spec) {
      case DestinationSpec.Folder folder -> {
        try {
          yield FolderStore.open(folder.folder(), platform.outputs());
        } catch (IOException e) {
          throw Causes.unchecked(e, folder.folder().toString());
        }
      }
      case DestinationSpec.Bucket bucket ->
          new BucketStore(clients(bucket.access(), null).s3(), place(bucket));
      default -> throw new IllegalStateException("no store: " + spec);
    };
  }

  private static BucketPlace place(DestinationSpec.Bucket bucket) {
    BucketPlace.Encryption encryption =
        switch (bucket.encryption()) {
          case "AES256" -> BucketPlace.Encryption.AES256;
          case "aws:kms" -> new BucketPlace.Encryption("aws:kms", bucket.kmsKey(), true);
          default -> null;
        };
    return new BucketPlace(
        bucket.bucket(), "", encryption, bucket.acl(), bucket.storageClass(), null, false);
  }

  private MessageSink sink(DestinationSpec spec) {
    return switch (spec) {
      case DestinationSpec.Webhook webhook ->
          new WebhookSink(webhook.endpoint(), webhook.batch(), poster);
      case DestinationSpec.Print print -> new PrintSink(standardOutput);
      case DestinationSpec.Service service -> service(service);
      default -> throw new IllegalStateException("no sink: " + spec);
    };
  }

  private MessageSink service(DestinationSpec.Service service) {
    String target = service.target();
    AwsClients clients = clients(service.access(), PlaceName.regionOf(target));
    return switch (service.service()) {
      case SQS -> new QueueSink(clients.sqs(), target);
      case SNS -> new TopicSink(clients.sns(), target);
      case EVENTBRIDGE -> new BusSink(clients.eventBridge(), target);
      case KINESIS -> new StreamSink(clients.kinesis(), target);
      case FIREHOSE -> new FirehoseSink(clients.firehose(), target);
      case LOGS -> new LogGroupSink(clients.signedCall(), target, service.part());
    };
  }

  private AwsClients clients(DestinationSpec.Access access, @Nullable String named) {
    String region = access.region() == null ? named : access.region();
    Identity own = new Identity(aws.profile(), aws.region(), null, aws.externalId(), aws.session());
    Identity wanted = own.in(region);
    AwsClients made =
        AwsClients.of(
            access.role() == null ? wanted : wanted.as(access.role(), access.externalId()));
    clients.add(made);
    return made;
  }

  @Override
  public void close() {
    clients.forEach(AwsClients::close);
    clients.clear();
  }

  /// Parquet: the event table's columns, or OCSF's.
  private record Columns(UnaryFile maker) implements ObjectFormat {
    @Override
    public byte[] encode(List<byte[]> records) {
      return maker.of(records);
    }

    @Override
    public String ending() {
      return ".parquet";
    }

    @Override
    public String mediaType() {
      return "application/vnd.apache.parquet";
    }

    @Override
    public String encoding() {
      return "";
    }
  }

  @FunctionalInterface
  private interface UnaryFile {
    byte[] of(List<byte[]> records);
  }
}
