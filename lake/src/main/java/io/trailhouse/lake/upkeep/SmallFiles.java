package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.commit.RecordTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/// Makes one file of the many small ones of a table without days: `log_files`, `findings`.
final class SmallFiles {
  private static final int TOLERATED = 8;

  private final Table table;
  private final long fileBytes;

  SmallFiles(Table table, long fileBytes) {
    this.table = table;
    this.fileBytes = fileBytes;
  }

  /// Merges what is smaller than half a file once there is more of it than a few.
  void compact() throws IOException {
    table.refresh();
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return;
    }
    List<DataFile> small = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(current.snapshotId()).planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.deletes().isEmpty() && task.file().fileSizeInBytes() < fileBytes / 2) {
          small.add(task.file());
        }
      }
    }
    if (small.size() > TOLERATED) {
      new Replacement(table, current, small, List.of(merge(small))).commitSameRows();
    }
  }

  private DataFile merge(List<DataFile> files) throws IOException {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    boolean done = false;
    DataWriter<Record> writer = RecordTable.writer(table, location);
    try {
      try (writer) {
        for (DataFile file : files) {
          copy(file, writer);
        }
      }
      done = true;
      return writer.toDataFile();
    } finally {
      if (!done) {
        table.io().deleteFile(location);
      }
    }
  }

  private void copy(DataFile file, DataWriter<Record> writer) throws IOException {
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file))
            .project(table.schema())
            .createReaderFunc(schema -> GenericParquetReaders.buildReader(table.schema(), schema))
            .build()) {
      rows.forEach(writer::write);
    }
  }
}
