import com.amazonaws.services.cloudtrail.processinglibrary.model.CloudTrailEvent;
import com.amazonaws.services.cloudtrail.processinglibrary.model.CloudTrailLog;
import com.amazonaws.services.cloudtrail.processinglibrary.serializer.DefaultEventSerializer;
import com.amazonaws.services.cloudtrail.processinglibrary.serializer.EventSerializer;
import com.amazonaws.services.cloudtrail.processinglibrary.serializer.RawLogDeliveryEventSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// The CloudTrail Processing Library over local files: the steps of its own `EventReader` without
/// the queue and the download, that is gunzip, its serializer, one object per event, nothing
/// written. `raw` takes the serializer that keeps each event's text position.
public final class ProcessingLibraryPeer {

  private final ObjectMapper mapper = new ObjectMapper();
  private final boolean raw;

  private ProcessingLibraryPeer(boolean raw) {
    this.raw = raw;
  }

  public static void main(String[] args) throws Exception {
    ProcessingLibraryPeer peer = new ProcessingLibraryPeer(args[0].equals("raw"));
    List<Path> files = LogFiles.below(Path.of(args[1]));
    Passes.run(Integer.parseInt(args[2]), () -> peer.read(files));
  }

  private Passes.Outcome read(List<Path> files) throws IOException {
    long rows = 0;
    long idSum = 0;
    for (Path file : files) {
      try (EventSerializer events = serializer(file)) {
        while (events.hasNextEvent()) {
          CloudTrailEvent event = events.getNextEvent();
          rows++;
          idSum += event.getEventData().getEventId().getMostSignificantBits() >>> 32;
        }
      }
    }
    return new Passes.Outcome(rows, idSum, -1);
  }

  private EventSerializer serializer(Path file) throws IOException {
    CloudTrailLog log = new CloudTrailLog("bucket", file.toString());
    var stream = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
    if (raw) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new RawLogDeliveryEventSerializer(text, log, mapper.getFactory().createParser(text));
    }
    return new DefaultEventSerializer(log, mapper.getFactory().createParser(stream));
  }
}
