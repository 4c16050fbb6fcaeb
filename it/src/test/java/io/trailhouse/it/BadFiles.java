package io.trailhouse.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes files that people import by mistake, or that were damaged on their way.
final class BadFiles {
  private static final int MIB = 1 << 20;

  private final Path folder;

  BadFiles(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  Path folder() {
    return folder;
  }

  Path text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  Path bytes(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /// A log file of sound records.
  Path good(String name, int records) throws IOException {
    return text(name, records(name, records));
  }

  /// One record, or several, whose ids begin with a name.
  static String records(String name, int count) {
    StringBuilder text = new StringBuilder("{\"Records\":[");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append(record(name + "-" + i, ""));
    }
    return text.append("]}").toString();
  }

  static String record(String id, String more) {
    return ("{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-05-04T10:00:00Z\",\"eventSource\":"
            + "\"s3.amazonaws.com\",\"eventName\":\"GetObject\",\"awsRegion\":\"eu-central-1\","
            + "\"recipientAccountId\":\"111122223333\",\"eventID\":\"")
        + id.replace("\"", "'").replaceAll("\\p{Cntrl}", "_")
        + "\""
        + more
        + "}";
  }

  Path large(String name, int bytes) throws IOException {
    String filling = ",\"requestParameters\":{\"filling\":\"" + "x".repeat(bytes) + "\"}";
    return text(name, "{\"Records\":[" + record(name, filling) + "]}");
  }

  Path deep(String name, int levels) throws IOException {
    String nested = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
    return text(
        name,
        "{\"Records\":["
            + record(name + "-before", "")
            + ","
            + record(name, ",\"requestParameters\":" + nested)
            + "]}");
  }

  /// Some KB that unpack to 200 MB.
  Path bomb(String name) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write("{\"Records\":[{\"eventID\":\"".getBytes(StandardCharsets.UTF_8));
      byte[] filling = new byte[MIB];
      Arrays.fill(filling, (byte) 'a');
      for (int i = 0; i < 200; i++) {
        out.write(filling);
      }
      out.write("\"}]}".getBytes(StandardCharsets.UTF_8));
    }
    return folder.resolve(name);
  }

  /// Ends in the middle of its 13th record.
  Path cut(String name) throws IOException {
    String text = records(name, 20);
    return text(name, text.substring(0, text.indexOf(name + "-12") + 10));
  }

  /// Half of what gzip made of a thousand records.
  Path cutGzip(String name) throws IOException {
    byte[] whole = gzip(records(name, 1000));
    return bytes(name, Arrays.copyOf(whole, whole.length / 2));
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Path png(String name) throws IOException {
    byte[] image = new byte[300];
    new Random(1).nextBytes(image);
    byte[] magic = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    System.arraycopy(magic, 0, image, 0, magic.length);
    return bytes(name, image);
  }

  /// A zip without its last bytes, where its list of entries is.
  Path brokenZip(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a.json"));
      zip.write(records(name, 3).getBytes(StandardCharsets.UTF_8));
    }
    return bytes(name, Arrays.copyOf(bytes.toByteArray(), bytes.size() - 30));
  }
}
