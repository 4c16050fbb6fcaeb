package io.trailhouse.bench;

import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.CollectOptions;
import io.trailhouse.aws.Identity;
import io.trailhouse.aws.QueueSource;
import io.trailhouse.aws.TrailConsumer;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.source.LogFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/// The library as somebody's program uses it, until its standard input ends. Events are counted and
/// their ids added up (the manifest's `id_sum`), printed as a JSON line at the end.
///
/// Arguments: the queue's URL, how long a message stays hidden in seconds, and a folder or `-`:
/// `process:FOLDER` appends each id to a file there, at least once; `store:FOLDER` keeps the ids of
/// each log file in a file of its own, made in one step, so each once.
public final class QueueConsumer {
  private final LongAdder events = new LongAdder();
  private final LongAdder idSum = new LongAdder();

  private QueueConsumer() {}

  public static void main(String[] args) throws Exception {
    QueueConsumer bench = new QueueConsumer();
    Duration hidden = Duration.ofSeconds(Long.parseLong(args[1]));
    Path scratch = Files.createTempDirectory("queue-consumer");
    try (AwsClients clients = AwsClients.of(Identity.DEFAULTS)) {
      var place = new QueueSource.Place(clients.sqs(), args[0], clients.s3(), null, "", false);
      CollectOptions options =
          CollectOptions.defaults(scratch).waiting(hidden, Duration.ofSeconds(1));
      TrailConsumer consumer = TrailConsumer.of(place, options, InstantSource.system());
      bench.to(consumer, args[2]);
      Thread stopper = new Thread(() -> stopWithInput(consumer));
      stopper.setDaemon(true);
      stopper.start();
      consumer.run();
    }
    System.out.printf("{\"rows\":%d,\"id_sum\":%d}%n", bench.events.sum(), bench.idSum.sum());
  }

  private static void stopWithInput(TrailConsumer consumer) {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // then it has ended as well
    }
    consumer.stop();
  }

  private void to(TrailConsumer consumer, String where) {
    Path folder = Path.of(where.substring(where.indexOf(':') + 1));
    if (where.startsWith("store:")) {
      consumer.to(new FileStore(folder));
    } else if (where.startsWith("process:")) {
      consumer.to((file, some, again) -> append(folder.resolve("ids"), some));
    } else {
      consumer.to((file, some, again) -> some.forEach(this::add));
    }
  }

  private void add(EventView event) {
    events.increment();
    String id = event.text(EventField.EVENT_ID);
    idSum.add(id == null ? 0 : Long.parseLong(id.substring(0, 8), 16));
  }

  private static void append(Path file, List<EventView> some) throws IOException {
    StringBuilder lines = new StringBuilder();
    some.forEach(event -> lines.append(event.text(EventField.EVENT_ID)).append('\n'));
    Files.write(
        file,
        lines.toString().getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /// One file of ids for each log file, under the log file's name.
  private record FileStore(Path folder) implements TrailConsumer.EventStore {
    private Path of(LogFile file) {
      String origin = file.origin();
      return folder.resolve(origin.substring(origin.lastIndexOf('/') + 1) + ".ids");
    }

    @Override
    public boolean has(LogFile file) {
      return Files.exists(of(file));
    }

    @Override
    public Transaction begin(LogFile file) {
      Path part = folder.resolve(UUID.randomUUID() + ".part");
      return new Transaction() {
        @Override
        public void write(List<EventView> some) throws IOException {
          append(part, some);
        }

        @Override
        public void commit() throws IOException {
          Files.move(part, of(file), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void rollback() {
          part.toFile().delete();
        }
      };
    }
  }
}
