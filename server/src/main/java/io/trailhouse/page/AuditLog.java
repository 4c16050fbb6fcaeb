package io.trailhouse.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was asked, by whom: `audit.log` of a home, a JSON object a line. Nothing takes lines away.
/// A line that cannot be written goes to the log, and what was asked is answered all the same.
public final class AuditLog implements Audit {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final InstantSource clock;

  public AuditLog(Path home, InstantSource clock) {
    this.file = home.resolve("audit.log");
    this.clock = clock;
  }

  @Override
  public void tell(Line line) {
    String text = json(line);
    try (FileChannel out = open()) {
      out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      LOG.error("no line can be added to {} ({}): {}", file, e.toString(), text.strip());
    }
  }

  private FileChannel open() throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (NoSuchFileException e) {
      FileChannel made =
          FileChannel.open(
              file, StandardOpenOption.WRITE, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      return made;
    }
  }

  private String json(Line line) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", clock.instant().toString());
      json.writeStringField("user", line.user());
      json.writeStringField("address", line.address());
      json.writeStringField("call", line.call());
      json.writeStringField("text", line.text());
      json.writeNumberField("rows", line.rows());
      json.writeNumberField("millis", line.took().toMillis());
      String problem = line.problem();
      json.writeStringField("end", problem == null ? "ok" : problem);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }
}
