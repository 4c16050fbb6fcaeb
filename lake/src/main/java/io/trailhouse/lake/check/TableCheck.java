package io.trailhouse.lake.check;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.catalog.LocalFiles;
import io.trailhouse.lake.commit.Ledger;
import io.trailhouse.lake.parquet.DataFileCheck;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/// The files of one table. What others take out of the table meanwhile is looked for once more in
/// the table as it is then; a file that was found whole is not looked at twice.
final class TableCheck {
  /// Somebody who commits all the time is not waited for.
  private static final int MOST_ROUNDS = 20;

  private final Lake lake;
  private final String name;
  private final boolean deep;
  private final DoubleConsumer progress;

  private final Set<String> whole = ConcurrentHashMap.newKeySet();
  private final Queue<Damage> damages = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong dataFiles = new AtomicLong();
  private final AtomicLong withoutSums = new AtomicLong();

  TableCheck(Lake lake, String name, boolean deep, DoubleConsumer progress) {
    this.lake = lake;
    this.name = name;
    this.deep = deep;
    this.progress = progress;
  }

  /// Looks at all of them; answers what is damaged in the newest state of the table that was seen.
  List<Damage> run() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      damages.clear();
      Table table = open();
      if (table != null) {
        look(table);
      }
      if (damages.isEmpty() || (round > 0 && table == null) || isNewest(table)) {
        break;
      }
    }
    return List.copyOf(damages);
  }

  /// How many files were looked at.
  long files() {
    return (long) whole.size() + damages.size();
  }

  /// How many bytes were read.
  long bytes() {
    return bytes.get();
  }

  /// How many of the files are data files.
  long dataFiles() {
    return dataFiles.get();
  }

  /// How many data files have pages without a checksum.
  long withoutSums() {
    return withoutSums.get();
  }

  /// The table; null when its metadata is damaged.
  private @Nullable Table open() {
    try {
      return lake.table(name);
    } catch (TrailhouseException e) {
      if (e.code() != Code.TABLE_DAMAGED) {
        throw e;
      }
      add(FileKind.METADATA, e, e.place(), null);
    } catch (RuntimeException e) {
      add(FileKind.METADATA, e, name, null);
    }
    return null;
  }

  private boolean isNewest(@Nullable Table seen) {
    try {
      return seen != null && metadataFile(lake.table(name)).equals(metadataFile(seen));
    } catch (RuntimeException e) {
      return false; // the next round tells
    }
  }

  private static TableMetadata metadata(Table table) {
    return ((BaseTable) table).operations().current();
  }

  private static String metadataFile(Table table) {
    return metadata(table).metadataFileLocation();
  }

  private void look(Table table) {
    passed(metadataFile(table)); // it was read in full when the table was opened
    Snapshot snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return;
    }
    for (StatisticsFile file : metadata(table).statisticsFiles()) {
      if (file.snapshotId() == snapshot.snapshotId()) {
        CheckedLength length = new CheckedLength(file.path(), file.fileSizeInBytes());
        check(FileKind.STATISTICS, file.path(), null, length::require);
      }
    }
    String inputs = Ledger.inputsOf(snapshot);
    if (inputs != null) {
      check(
          FileKind.INPUTS,
          inputs,
          null,
          () -> {
            Ledger.requireInputs(table, inputs);
            return sizeOf(inputs);
          });
    }
    List<ManifestFile> manifests = new ArrayList<>();
    String list = snapshot.manifestListLocation();
    check(
        FileKind.MANIFEST_LIST,
        list,
        null,
        () -> {
          manifests.addAll(snapshot.allManifests(table.io()));
          return sizeOf(list);
        });
    look(table, manifests);
  }

  private void look(Table table, List<ManifestFile> manifests) {
    HeldRows held = new HeldRows(name, table);
    List<ContentFile<?>> files = new ArrayList<>();
    for (ManifestFile manifest : manifests) {
      List<ContentFile<?>> named = new ArrayList<>();
      check(
          FileKind.MANIFEST,
          manifest.path(),
          held.of(manifest),
          () -> {
            read(table, manifest, held, named);
            return manifest.length();
          });
      files.addAll(named);
    }
    files.removeIf(file -> whole.contains(file.location()));
    long all = files.stream().mapToLong(this::weight).sum();
    AtomicLong done = new AtomicLong();
    files.parallelStream()
        .forEach(file -> {
          look(table, held, file);
          progress.accept(done.addAndGet(weight(file)) / (double) all);
        });
  }

  private long weight(ContentFile<?> file) {
    return deep ? file.fileSizeInBytes() + 1 : 1;
  }

  private static void read(
      Table table, ManifestFile manifest, HeldRows held, List<ContentFile<?>> into)
      throws IOException {
    if (manifest.content() == ManifestContent.DATA) {
      try (ManifestReader<DataFile> reader =
          ManifestFiles.read(manifest, table.io(), table.specs())) {
        reader.forEach(file -> into.add(file.copyWithStats(held.columns())));
      }
    } else {
      try (ManifestReader<DeleteFile> reader =
          ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
        reader.forEach(file -> into.add(file.copyWithoutStats()));
      }
    }
    Integer added = manifest.addedFilesCount();
    Integer existing = manifest.existingFilesCount();
    if (added != null && existing != null && added + existing != into.size()) {
      throw new IOException(
          "it names %,d files, but the list of manifests says %,d"
              .formatted(into.size(), added + existing));
    }
  }

  private void look(Table table, HeldRows held, ContentFile<?> file) {
    boolean isData = file instanceof DataFile;
    check(
        isData ? FileKind.DATA_FILE : FileKind.DELETE_FILE,
        file.location(),
        isData ? held.of((DataFile) file) : null,
        () -> {
          if (file.format() != FileFormat.PARQUET) {
            return new CheckedLength(file.location(), file.fileSizeInBytes()).require();
          }
          DataFileCheck check =
              new DataFileCheck(LocalFiles.path(file.location()), LocalFiles.meant(file));
          DataFileCheck.Looked looked = isData && deep ? check.all(table.schema()) : check.ends();
          withoutSums.addAndGet(looked.hasAllSums() ? 0 : 1);
          return looked.bytes();
        });
    dataFiles.addAndGet(isData && whole.contains(file.location()) ? 1 : 0);
  }

  /// Looks at one file.
  private interface Look {
    /// Answers how many bytes it has read.
    long run() throws IOException;
  }

  private void check(FileKind kind, String location, Damage.@Nullable Held held, Look look) {
    try {
      bytes.addAndGet(look.run());
      whole.add(location);
    } catch (IOException | RuntimeException e) {
      add(kind, e, location, held);
    }
  }

  private void passed(String location) {
    if (whole.add(location)) {
      bytes.addAndGet(sizeOf(location));
    }
  }

  private static long sizeOf(String location) {
    try {
      return Files.size(LocalFiles.path(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(FileKind kind, Exception problem, String location, Damage.@Nullable Held held) {
    damages.add(new Damage(name, kind, Remedies.of(name, kind, problem, location), held, null));
  }

  /// A file of which nothing is known but how long it is.
  private record CheckedLength(String location, long size) {
    long require() {
      return new DataFileCheck(LocalFiles.path(location), LocalFiles.meant(size)).length().bytes();
    }
  }
}
