package io.trailhouse.event;

import io.trailhouse.fixture.RandomRecords.Member;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Everything that the reader finds in one log file, as text.
record ReadRecords(ReadReport report, List<String> records, List<List<Member>> members) {

  static ReadRecords of(byte[] stored, ReadLimits limits) {
    List<String> records = new ArrayList<>();
    List<List<Member>> members = new ArrayList<>();
    try {
      ReadReport report =
          new EventReader(limits)
              .read(
                  new ByteArrayInputStream(stored),
                  batch -> {
                    for (int row = 0; row < batch.rows(); row++) {
                      records.add(batch.view(row).json());
                      members.add(members(batch, row));
                    }
                  });
      return new ReadRecords(report, records, members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReadRecords of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
  }

  /// Limits so small that every file is read in slices.
  static ReadLimits sliced(int wholeFile, int slice) {
    return new ReadLimits(wholeFile, slice, 1 << 20, 1L << 40, 250, 1_000);
  }

  private static List<Member> members(EventBatch batch, int row) {
    List<Member> members = new ArrayList<>();
    for (int m = batch.memberBegin(row); m < batch.memberEnd(row); m++) {
      members.add(
          new Member(
              text(batch, batch.keyFrom(m), batch.keyTo(m)),
              text(batch, batch.from(m), batch.to(m))));
    }
    return members;
  }

  private static String text(EventBatch batch, int from, int to) {
    return new String(batch.bytes(), from, to - from, StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stored.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
