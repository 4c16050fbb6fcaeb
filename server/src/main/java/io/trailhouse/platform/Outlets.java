package io.trailhouse.platform;

import io.trailhouse.config.DestinationSpec;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.lake.EventParquet;
import io.trailhouse.problem.Causes;
import io.trailhouse.route.ErrorPlace;
import io.trailhouse.route.MessageOutlet;
import io.trailhouse.route.ObjectFormat;
import io.trailhouse.route.ObjectOutlet;
import io.trailhouse.route.Outlet;
import io.trailhouse.route.Route;
import io.trailhouse.route.TextFormat;
import io.trailhouse.sink.FolderStore;
import io.trailhouse.sink.MessageSink;
import io.trailhouse.sink.ObjectStore;
import io.trailhouse.sink.PrintSink;
import io.trailhouse.sink.WebhookSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the destinations that the configuration names.
final class Outlets {
  private final InstantSource clock;
  private final OutputStream standardOutput;

  Outlets(InstantSource clock, OutputStream standardOutput) {
    this.clock = clock;
    this.standardOutput = standardOutput;
  }

  /// A route ready to run.
  ///
  /// @param name under which it remembers its state
  Route route(RouteSpec spec, String name) {
    return new Route(
        name,
        spec.condition(),
        spec.sample(),
        spec.writer(),
        outlet(spec, name),
        spec.buffer(),
        spec.keep());
  }

  private Outlet outlet(RouteSpec spec, String name) {
    ErrorPlace errors = errors(spec.errors());
    return switch (spec.to()) {
      case DestinationSpec.Folder folder -> objects(store(folder), spec, errors);
      case DestinationSpec.Bucket bucket -> objects(store(bucket), spec, errors);
      default -> new MessageOutlet(sink(spec.to()), name, errors);
    };
  }

  private static Outlet objects(ObjectStore store, RouteSpec spec, @Nullable ErrorPlace errors) {
    RouteSpec.Objects objects = spec.objects();
    ObjectFormat format =
        switch (objects.format()) {
          case TRAIL -> new TextFormat(true, objects.gzip());
          case JSONL -> new TextFormat(false, objects.gzip());
          case PARQUET -> new TableParquet();
        };
    return new ObjectOutlet(store, objects.prefix(), format, objects.byEventTime(), errors);
  }

  private @Nullable ErrorPlace errors(RouteSpec.@Nullable Errors spec) {
    return spec == null ? null : new ErrorPlace(store(spec.to()), spec.prefix());
  }

  private ObjectStore store(DestinationSpec spec) {
    return switch (spec) {
      case DestinationSpec.Folder folder -> {
        try {
          yield FolderStore.open(folder.folder());
        } catch (IOException e) {
          throw Causes.unchecked(e, folder.folder().toString());
        }
      }
      default -> throw new IllegalStateException("no store: " + spec);
    };
  }

  private MessageSink sink(DestinationSpec spec) {
    return switch (spec) {
      case DestinationSpec.Webhook webhook ->
          new WebhookSink(
              WebhookSink.Endpoint.of(URI.create(webhook.url()))
                  .signedWith(webhook.key())
                  .withHeaders(webhook.headers())
                  .inBatches(webhook.batch()),
              clock);
      case DestinationSpec.Print print -> new PrintSink(standardOutput);
      default -> throw new IllegalStateException("no sink: " + spec);
    };
  }

  /// The event table's columns.
  private record TableParquet() implements ObjectFormat {
    @Override
    public byte[] encode(List<byte[]> records) {
      return EventParquet.encode(records);
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
}
