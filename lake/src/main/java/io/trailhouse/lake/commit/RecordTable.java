package io.trailhouse.lake.commit;

import io.trailhouse.lake.parquet.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/// A small unpartitioned table to which several writers add rows, each knowing what is in it: what
/// came is read once, and a commit takes effect only on what its writer has read. Not for several
/// threads at once.
public final class RecordTable {
  /// Names a commit in its snapshot's summary.
  public static final String BATCH_ID = "trailhouse.batch-id";

  /// How often a writer tries before it says that others are faster.
  public static final int MOST_ATTEMPTS = 100;

  /// No snapshot has this id.
  private static final long NOTHING = -1;

  private final Table table;
  private final Schema known;
  private long readUpTo = NOTHING;

  /// @param known the columns that a writer has to know of every row
  public RecordTable(Table table, Schema known) {
    this.table = table;
    this.known = known;
  }

  /// The table itself, as of the last time it was read.
  public Table table() {
    return table;
  }

  /// Reads the rows that have come since the last time; all when the trace is lost. A row is read
  /// again after somebody has rewritten its file.
  public void readNew(Consumer<Record> reader) {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    if (current == null || current.snapshotId() == readUpTo) {
      return;
    }
    if (readUpTo != NOTHING && SnapshotUtil.isAncestorOf(table, readUpTo)) {
      for (Snapshot each : SnapshotUtil.ancestorsBetween(table, current.snapshotId(), readUpTo)) {
        SnapshotChanges.builderFor(table)
            .snapshot(each)
            .build()
            .addedDataFiles()
            .forEach(file -> read(file, reader));
      }
    } else {
      readAll(reader);
    }
    readUpTo = current.snapshotId();
  }

  private void readAll(Consumer<Record> reader) {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).project(known).build()) {
      rows.forEach(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(DataFile file, Consumer<Record> reader) {
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file))
            .project(known)
            .createReaderFunc(stored -> GenericParquetReaders.buildReader(known, stored))
            .build()) {
      rows.forEach(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Tries to add rows in one commit. Nobody else may have added anything since `base`: it could be
  /// the same row.
  ///
  /// @param base the snapshot that the rows were made on; null for none
  public CommitOutcome add(String batch, @Nullable Snapshot base, List<Record> rows) {
    DataFile file = write(rows);
    OverwriteFiles add = table.newOverwrite();
    if (base != null) {
      add.validateFromSnapshot(base.snapshotId());
    }
    try {
      add.addFile(file)
          .conflictDetectionFilter(Expressions.alwaysTrue())
          .validateNoConflictingData()
          .set(BATCH_ID, batch)
          .commit();
      return new CommitOutcome.Committed();
    } catch (ValidationException | CommitFailedException e) {
      table.io().deleteFile(file.location());
      return new CommitOutcome.Conflict();
    } catch (UncheckedSQLException | CommitStateUnknownException e) {
      return new CommitOutcome.Unknown(e); // it may have taken effect, so its file stays
    }
  }

  /// Writes rows of a small table into a data file that has its seal and its own name inside.
  ///
  /// @throws IOException when the file cannot be made
  public static DataWriter<Record> writer(Table table, String location) throws IOException {
    return Parquet.writeData(table.io().newOutputFile(location))
        .forTable(table)
        .createWriterFunc(GenericParquetWriter::create)
        .withSpec(table.spec())
        .meta(Seal.KEY, Seal.BLANK)
        .meta(Seal.FILE, Seal.nameOf(location))
        .build();
  }

  private DataFile write(List<Record> rows) {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    try {
      DataWriter<Record> writer = writer(table, location);
      try (writer) {
        rows.forEach(writer::write);
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
