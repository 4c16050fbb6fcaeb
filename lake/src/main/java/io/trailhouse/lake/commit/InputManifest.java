package io.trailhouse.lake.commit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.ReadReport;
import io.trailhouse.lake.parquet.BrokenFileException;
import io.trailhouse.lake.parquet.Seal;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.FileReason;
import io.trailhouse.source.LogFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/// The manifest of a commit's inputs: gzipped JSON Lines beside the table's metadata, one line a
/// log file, named by the snapshot. The ledger can be made from these manifests at any time.
final class InputManifest {
  private static final JsonFactory JSON = new JsonFactory();

  /// The key of the file's own name, in each line.
  private static final String FILE = "file";

  private InputManifest() {}

  /// What became of one log file. Times are microseconds since 1970, UTC.
  ///
  /// @param quarantined how many problems put the file into quarantine; 0 when it is sound
  record Line(
      String origin,
      String version,
      String sha256,
      @Nullable String account,
      @Nullable String region,
      String kind,
      Long deliveredAt,
      long bytes,
      long records,
      long newRows,
      long duplicates,
      long variants,
      long quarantined,
      @Nullable Long firstEventTime,
      @Nullable Long lastEventTime,
      String status,
      @Nullable String reason,
      Long ingested) {

    static Line of(LogFileEntry entry, long ingested) {
      LogFile file = entry.file();
      ReadReport report = entry.report();
      return new Line(
          file.origin(),
          file.version(),
          report.sha256(),
          file.name().account(),
          file.name().region(),
          file.name().kind().folder(),
          EventTime.micros(file.deliveredAt()),
          report.bytes(),
          report.records(),
          entry.newRows(),
          entry.duplicates(),
          entry.variants(),
          report.problems().size(),
          entry.firstEventTime(),
          entry.lastEventTime(),
          Ledger.word(entry.status()),
          report.problems().isEmpty() ? null : report.problems().get(0).problem(),
          ingested);
    }

    /// The same after a row that counted as new has turned out to be in the table already.
    Line newWasDuplicate() {
      return counted(newRows - 1, duplicates + 1, ingested);
    }

    /// The same, taken in at another time.
    Line ingested(long micros) {
      return counted(newRows, duplicates, micros);
    }

    private Line counted(long fresh, long doubled, long at) {
      return new Line(
          origin,
          version,
          sha256,
          account,
          region,
          kind,
          deliveredAt,
          bytes,
          records,
          fresh,
          doubled,
          variants,
          quarantined,
          firstEventTime,
          lastEventTime,
          status,
          reason,
          at);
    }
  }

  static void write(FileIO io, String location, List<Line> lines) {
    try (OutputStream out = new GZIPOutputStream(io.newOutputFile(location).create());
        JsonGenerator json = JSON.createGenerator(out)) {
      json.setRootValueSeparator(null);
      String name = Seal.nameOf(location);
      for (Line line : lines) {
        write(json, line, name);
        json.writeRaw('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator json, Line line, String name) throws IOException {
    json.writeStartObject();
    text(json, FILE, name);
    text(json, "origin", line.origin());
    text(json, "version", line.version());
    text(json, "sha256", line.sha256());
    text(json, "account", line.account());
    text(json, "region", line.region());
    text(json, "kind", line.kind());
    json.writeNumberField("delivered_at", line.deliveredAt());
    json.writeNumberField("bytes", line.bytes());
    json.writeNumberField("records", line.records());
    json.writeNumberField("new_rows", line.newRows());
    json.writeNumberField("duplicates", line.duplicates());
    json.writeNumberField("variants", line.variants());
    json.writeNumberField("quarantined", line.quarantined());
    number(json, "first_event_time", line.firstEventTime());
    number(json, "last_event_time", line.lastEventTime());
    text(json, "status", line.status());
    text(json, "reason", line.reason());
    json.writeNumberField("ingested", line.ingested());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String key, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(key, value);
    }
  }

  private static void number(JsonGenerator json, String key, @Nullable Long value)
      throws IOException {
    if (value != null) {
      json.writeNumberField(key, value);
    }
  }

  /// @throws TrailhouseException with TABLE_DAMAGED when it is gone or not what was written
  static List<Line> read(FileIO io, String location) {
    try (JsonParser json =
        JSON.createParser(new GZIPInputStream(io.newInputFile(location).newStream()))) {
      return lines(json, Seal.nameOf(location));
    } catch (IOException | RuntimeException e) {
      throw Causes.of(e, location)
          .orElseGet(() -> BrokenFileException.damaged(location, FileReason.ofAny(e), e).told());
    }
  }

  private static List<Line> lines(JsonParser json, String name) throws IOException {
    List<Line> lines = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      Map<String, String> texts = new HashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        texts.put(key, json.getText());
      }
      String inside = texts.getOrDefault(FILE, name);
      if (!inside.equals(name)) {
        throw new IOException("another file of a table is in its place: " + inside);
      }
      lines.add(line(texts));
    }
    if (json.currentToken() != null) {
      throw new IOException("something other than lines stands in it");
    }
    return lines;
  }

  private static Line line(Map<String, String> texts) {
    return new Line(
        required(texts, "origin"),
        required(texts, "version"),
        required(texts, "sha256"),
        texts.get("account"),
        texts.get("region"),
        required(texts, "kind"),
        Long.valueOf(required(texts, "delivered_at")),
        Long.parseLong(required(texts, "bytes")),
        Long.parseLong(required(texts, "records")),
        Long.parseLong(required(texts, "new_rows")),
        Long.parseLong(required(texts, "duplicates")),
        Long.parseLong(required(texts, "variants")),
        Long.parseLong(required(texts, "quarantined")),
        number(texts.get("first_event_time")),
        number(texts.get("last_event_time")),
        required(texts, "status"),
        texts.get("reason"),
        Long.valueOf(required(texts, "ingested")));
  }

  private static String required(Map<String, String> texts, String key) {
    return Objects.requireNonNull(texts.get(key), key);
  }

  private static @Nullable Long number(@Nullable String text) {
    return text == null ? null : Long.valueOf(text);
  }
}
