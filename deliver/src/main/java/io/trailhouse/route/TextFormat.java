package io.trailhouse.route;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Records as text: JSON Lines, or a trail's `{"Records":[…]}`.
///
/// @param trail whether it is a trail's envelope
/// @param gzip whether it is compressed; the header holds no time, so the same records give the
///   same bytes
public record TextFormat(boolean trail, boolean gzip) implements ObjectFormat {
  @Override
  public byte[] encode(List<byte[]> records) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (OutputStream out = gzip ? new GZIPOutputStream(content, 1 << 16) : content) {
      if (trail) {
        out.write("{\"Records\":[".getBytes(StandardCharsets.UTF_8));
      }
      for (int i = 0; i < records.size(); i++) {
        if (trail && i > 0) {
          out.write(',');
        }
        out.write(records.get(i));
        if (!trail) {
          out.write('\n');
        }
      }
      if (trail) {
        out.write("]}".getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content.toByteArray();
  }

  @Override
  public String ending() {
    return (trail ? ".json" : ".jsonl") + (gzip ? ".gz" : "");
  }

  @Override
  public String mediaType() {
    return trail ? "application/json" : "application/x-ndjson";
  }

  @Override
  public String encoding() {
    return gzip ? "gzip" : "";
  }
}
