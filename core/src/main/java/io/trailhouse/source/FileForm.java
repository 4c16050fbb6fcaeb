package io.trailhouse.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// Whether a file is a log file or an archive of log files. Its first bytes decide, not its name.
enum FileForm {
  LOG_FILE,
  ZIP,
  TAR,
  TAR_GZ;

  private static final Set<String> ENDINGS =
      Set.of("json", "gz", "jsonl", "ndjson", "zip", "tar", "tgz");

  /// By custom the ending of what somebody has not finished writing.
  private static final String UNFINISHED = ".part";

  /// What the AWS CLI tells of an object, kept beside a digest file for its signature.
  private static final String HEAD = ".json.gz.head.json";

  private static final int TAR_MAGIC_AT = 257;
  private static final String TAR_MAGIC = "ustar";

  /// Whether a file found in a folder is meant: by its ending, or because it begins like JSON or
  /// like something packed. What is not finished is not meant.
  static boolean isLogFileOrArchive(Path path) throws IOException {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(UNFINISHED) || name.endsWith(HEAD)) {
      return false;
    }
    if (ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))) {
      return true;
    }
    byte[] head = head(path);
    if (isGzip(head) || isZip(head) || isTar(head)) {
      return true;
    }
    for (byte each : head) {
      if (each > ' ') {
        return each == '{' || each == '[';
      }
    }
    return false;
  }

  static FileForm of(Path path) throws IOException {
    byte[] head = head(path);
    if (isZip(head)) {
      return ZIP;
    }
    if (isTar(head)) {
      return TAR;
    }
    return isGzip(head) && isTar(unpackedHead(path)) ? TAR_GZ : LOG_FILE;
  }

  private static byte[] head(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(TAR_MAGIC_AT + TAR_MAGIC.length());
    }
  }

  /// Damage is the reader's to tell; here a damaged file is simply no archive.
  private static byte[] unpackedHead(Path path) {
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      return in.readNBytes(TAR_MAGIC_AT + TAR_MAGIC.length());
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static boolean isGzip(byte[] head) {
    return head.length > 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
  }

  private static boolean isZip(byte[] head) {
    return head.length > 4
        && head[0] == 'P'
        && head[1] == 'K'
        && (head[2] == 3 || head[2] == 5)
        && head[3] == head[2] + 1;
  }

  private static boolean isTar(byte[] head) {
    return head.length == TAR_MAGIC_AT + TAR_MAGIC.length()
        && new String(head, TAR_MAGIC_AT, TAR_MAGIC.length(), StandardCharsets.US_ASCII)
            .equals(TAR_MAGIC);
  }
}
