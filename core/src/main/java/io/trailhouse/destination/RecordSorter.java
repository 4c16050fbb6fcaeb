package io.trailhouse.destination;

import io.trailhouse.source.LogFileKind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Sorts any number of records by place, time and text within bounded memory: what does not fit is
/// sorted into files of a scratch folder, which are merged at the end.
///
/// The order depends on the records alone, never on the order in which they came. Not for several
/// threads at once.
final class RecordSorter implements AutoCloseable {
  private static final int OVERHEAD = 160;
  private static final int BUFFER = 128 << 10;

  private final Path scratch;
  private final long mostBytes;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Path> runs = new ArrayList<>();
  private long bytes;

  /// @param scratch a folder for what does not fit; made when needed
  /// @param mostBytes how much memory records may take
  RecordSorter(Path scratch, long mostBytes) {
    this.scratch = scratch;
    this.mostBytes = mostBytes;
  }

  /// Who takes the records in their order.
  interface Taker {
    void take(TrailPlace place, byte[] record) throws IOException;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared by equals
  private record Entry(TrailPlace place, long time, byte[] record) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::place)
          .thenComparingLong(Entry::time)
          .thenComparing(Entry::record, Arrays::compareUnsigned);

  void add(TrailPlace place, long time, byte[] record) throws IOException {
    entries.add(new Entry(place, time, record));
    bytes += record.length + OVERHEAD;
    if (bytes > mostBytes) {
      spill();
    }
  }

  private void spill() throws IOException {
    Files.createDirectories(scratch);
    Path run = Files.createTempFile(scratch, "sort-", ".part");
    runs.add(run);
    entries.sort(ORDER);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), BUFFER))) {
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        out.writeUTF(entry.place().account());
        out.writeUTF(entry.place().kind().folder());
        out.writeUTF(entry.place().region());
        out.writeLong(entry.place().minute());
        out.writeLong(entry.time());
        out.writeInt(entry.record().length);
        out.write(entry.record());
      }
    }
    clearMemory();
  }

  private void clearMemory() {
    entries.clear();
    bytes = 0;
  }

  /// Gives every record to the taker, in order, and is empty then.
  void drain(Taker taker) throws IOException {
    if (runs.isEmpty()) {
      entries.sort(ORDER);
      for (Entry entry : entries) {
        taker.take(entry.place(), entry.record());
      }
      clearMemory();
      return;
    }
    if (!entries.isEmpty()) {
      spill();
    }
    merge(taker);
    close();
  }

  private void merge(Taker taker) throws IOException {
    List<Run> open = new ArrayList<>();
    try {
      PriorityQueue<Run> heads = new PriorityQueue<>(Comparator.comparing(Run::head, ORDER));
      for (Path path : runs) {
        Run run = new Run(path);
        open.add(run);
        if (run.advance()) {
          heads.add(run);
        }
      }
      for (Run run = heads.poll(); run != null; run = heads.poll()) {
        taker.take(run.head().place(), run.head().record());
        if (run.advance()) {
          heads.add(run);
        }
      }
    } finally {
      for (Run run : open) {
        run.close();
      }
    }
  }

  /// One sorted file, read from front to back.
  private static final class Run implements AutoCloseable {
    private static final Entry NONE =
        new Entry(new TrailPlace("", LogFileKind.EVENTS, "", 0), 0, new byte[0]);

    private final DataInputStream in;
    private int left;
    private Entry head = NONE;

    Run(Path path) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER));
      left = in.readInt();
    }

    Entry head() {
      return head;
    }

    boolean advance() throws IOException {
      if (left == 0) {
        return false;
      }
      left--;
      String account = in.readUTF();
      String folder = in.readUTF();
      String region = in.readUTF();
      LogFileKind kind = LogFileKind.inFolder(folder).orElseThrow();
      TrailPlace place = new TrailPlace(account, kind, region, in.readLong());
      long time = in.readLong();
      byte[] record = new byte[in.readInt()];
      in.readFully(record);
      head = new Entry(place, time, record);
      return true;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /// Removes what was put into the scratch folder.
  @Override
  public void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
    runs.clear();
  }
}
