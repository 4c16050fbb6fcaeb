import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.CollectOptions;
import io.trailhouse.aws.Identity;
import io.trailhouse.aws.QueueSource;
import io.trailhouse.aws.TrailConsumer;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// Prints the name and the time of each event of the log files that a queue announces, until
/// Ctrl-C:
///
///     java -cp 'server/target/trailhouse/lib/*' examples/PrintEvents.java QUEUE-URL
class PrintEvents {
  public static void main(String[] words) throws Exception {
    Path scratch = Files.createTempDirectory("print-events");
    try (AwsClients clients = AwsClients.of(Identity.DEFAULTS)) {
      var place = new QueueSource.Place(clients.sqs(), words[0], clients.s3(), null, "", false);
      TrailConsumer consumer =
          TrailConsumer.of(place, CollectOptions.defaults(scratch), InstantSource.system())
              .events(event -> event.has(EventField.EVENT_NAME))
              .to((file, events, again) -> events.forEach(PrintEvents::print));
      Runtime.getRuntime().addShutdownHook(new Thread(consumer::stop));
      consumer.run();
    }
  }

  private static void print(EventView event) {
    System.out.println(event.text(EventField.EVENT_TIME) + " " + event.text(EventField.EVENT_NAME));
  }
}
