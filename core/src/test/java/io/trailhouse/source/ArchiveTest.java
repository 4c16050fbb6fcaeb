package io.trailhouse.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventReader;
import io.trailhouse.event.ReadReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives are read to their last byte, and whatever is wrong is told (spec: records.md R3.10 to
/// R3.12).
final class ArchiveTest {
  @TempDir private Path folder;
  private long records;
  private boolean sound;
  private final Map<String, String> problems = new TreeMap<>();

  private static byte[] log(String name, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("{\"eventVersion\":\"1.08\",\"eventName\":\"bob\",\"eventID\":\"")
          .append(name)
          .append(i)
          .append("\"}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] tar(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 512)) {
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        byte[] log = log(name, 10);
        entry.setSize(log.length);
        tar.putArchiveEntry(entry);
        tar.write(log);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(boolean stored, String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        byte[] log = log(name, 10);
        ZipEntry entry = new ZipEntry(name);
        if (stored) {
          CRC32 crc = new CRC32();
          crc.update(log);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(log.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(log);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at < 0 ? changed.length + at : at] ^= 0x55;
    return changed;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void read(byte[] archive) throws Exception {
    records = 0;
    sound = false;
    problems.clear();
    Path path = Files.write(folder.resolve("archive"), archive);
    LogFile file = new LogFile("/a", "1", archive.length, LogFileName.of("a"), Instant.EPOCH);
    new Archive(path, file, folder.resolve("tmp")).deliver(new Reading());
  }

  private void requireSound(long expected) {
    assertThat(problems).isEmpty();
    assertThat(sound).isTrue();
    assertThat(records).isEqualTo(expected);
  }

  private void requireProblem(long expected, String where, String reason) {
    assertThat(problems).containsOnlyKeys(where);
    assertThat(problems.get(where)).contains(reason).doesNotContain("Exception", "null");
    assertThat(records).isEqualTo(expected);
  }

  @Test
  void soundArchivesAreSound() throws Exception {
    read(tar("a", "b"));
    requireSound(20);
    read(gzip(tar("a", "b")));
    requireSound(20);
    read(zip(false, "a", "b"));
    requireSound(20);
    read(zip(true, "a", "b"));
    requireSound(20);
    read(joined(tar("a"), new byte[10240]));
    requireSound(10);
  }

  @Test
  void theGzipOfATarIsReadToItsEnd() throws Exception {
    byte[] packed = gzip(tar("a", "b"));
    read(changed(packed, -6));
    requireProblem(20, "/a", "check sum does not fit");
    read(changed(packed, -2));
    requireProblem(20, "/a", "length does not fit");
    read(Arrays.copyOf(packed, packed.length - 8));
    requireProblem(20, "/a", "ends in the middle");
    read(joined(packed, text("junk")));
    requireProblem(20, "/a", "bytes follow its end");
  }

  @Test
  void tarsOneBehindTheOtherAreAllRead() throws Exception {
    read(joined(tar("a"), tar("b")));
    requireSound(20);
    read(joined(gzip(tar("a")), gzip(tar("b"))));
    requireSound(20);
    read(joined(tar("a"), text("{\"Records\":[]}")));
    requireProblem(10, "/a", "14 bytes of the archive are no part of it");
  }

  @Test
  void aCutTarKeepsTheRecordsOfTheEntryInWhichItIsCut() throws Exception {
    byte[] whole = tar("a", "b");
    int second = whole.length - 1024 - (log("b", 10).length + 511) / 512 * 512;
    read(Arrays.copyOf(whole, second + log("b", 4).length));
    requireProblem(14, "/a!/b", "ends in the middle of this entry");
    read(Arrays.copyOf(whole, second - 512));
    requireProblem(10, "/a", "no end mark");
    read(Arrays.copyOf(whole, second - 100));
    assertThat(problems).isNotEmpty();
    assertThat(records).isEqualTo(10);
  }

  @Test
  void behindADamagedHeadReadingGoesOn() throws Exception {
    byte[] whole = tar("a", "b", "c");
    int second = 512 + (log("a", 10).length + 511) / 512 * 512;
    read(changed(whole, second + 1));
    assertThat(problems).containsOnlyKeys("/a");
    assertThat(records).isEqualTo(20);
  }

  @Test
  void anEntryOfAZipIsHeldToItsCheckSum() throws Exception {
    byte[] stored = zip(true, "a", "b");
    int bob = new String(stored, StandardCharsets.ISO_8859_1).indexOf("bob");
    read(changed(stored, bob));
    requireProblem(20, "/a!/a", "check sum of this entry does not fit");
  }

  @Test
  void bytesOfAZipThatItsListDoesNotTellOfAreTold() throws Exception {
    byte[] a = zip(false, "a");
    byte[] b = zip(false, "b");
    read(joined(a, b));
    requireProblem(10, "/a", a.length + " bytes of the archive belong to no entry");
    read(joined(a, text("junk")));
    requireProblem(10, "/a", "4 bytes follow the end");
  }

  @Test
  void aZipWithoutItsListGivesTheEntriesThereAre() throws Exception {
    byte[] whole = zip(false, "a", "b");
    read(Arrays.copyOf(whole, whole.length - 30));
    requireProblem(20, "/a", "list of entries at the end of the archive is damaged or missing");
  }

  @Test
  void ofAZipWithAPasswordOrAnUnknownMethodTheOthersAreRead() throws Exception {
    byte[] whole = zip(true, "a", "b");
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int listed = text.indexOf("PK\u0001\u0002");
    byte[] secret = whole.clone();
    secret[listed + 8] |= 1;
    read(secret);
    requireProblem(10, "/a!/a", "protected by a password; unpack the archive first");
    byte[] packed = whole.clone();
    packed[listed + 10] = 14;
    read(packed);
    requireProblem(10, "/a!/a", "(LZMA); unpack the archive first");
  }

  /// Whatever byte is damaged, every record is read or something is told.
  @Test
  void noDamageIsSilent() throws Exception {
    for (byte[] whole : List.of(tar("a", "b"), gzip(tar("a", "b")), zip(false, "a", "b"))) {
      for (int at = 0; at < whole.length; at += whole.length > 2000 ? 7 : 1) {
        read(changed(whole, at));
        if (problems.isEmpty()) {
          assertThat(records).as("byte %d of %d", at, whole.length).isEqualTo(20);
        }
      }
      for (int length = 600; length < whole.length - 512; length += 13) {
        read(Arrays.copyOf(whole, length));
        assertThat(problems).as("cut at %d of %d", length, whole.length).isNotEmpty();
      }
    }
  }

  private final class Reading implements Source.Listener {
    private final EventReader reader = new EventReader();

    @Override
    public void take(SourceFile delivery) {
      try (InputStream in = delivery.open()) {
        ReadReport report =
            reader.read(in, delivery.storedSize(), batch -> records += batch.rows());
        report.problems().stream()
            .limit(1)
            .forEach(problem -> problems.put(delivery.file().origin(), problem.problem()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      delivery.ack();
    }

    @Override
    public void sound(SourceFile archive) {
      sound = true;
    }

    @Override
    public void found(long files, long bytes) {
      // nobody looks
    }

    @Override
    public void unreadable(String place, String reason) {
      throw new AssertionError(place + ": " + reason);
    }

    @Override
    public void leftAlone(String place) {
      throw new AssertionError(place);
    }
  }
}
