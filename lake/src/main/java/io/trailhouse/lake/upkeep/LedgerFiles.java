package io.trailhouse.lake.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/// Makes one file of the ledger's many small ones.
final class LedgerFiles {
  private static final int TOLERATED = 8;

  private final Table table;

  LedgerFiles(Table table) {
    this.table = table;
  }

  void compact() throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    if (files.size() <= TOLERATED) {
      return;
    }
    long snapshot = table.currentSnapshot().snapshotId();
    DataFile merged = merge(snapshot);
    RewriteFiles rewrite = table.newRewrite().addFile(merged);
    files.forEach(rewrite::deleteFile);
    try {
      rewrite.validateFromSnapshot(snapshot).commit();
    } catch (ValidationException | CommitFailedException e) {
      table.io().deleteFile(merged.location());
    }
  }

  private DataFile merge(long snapshot) throws IOException {
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    DataWriter<Record> writer =
        Parquet.writeData(table.io().newOutputFile(location))
            .forTable(table)
            .createWriterFunc(GenericParquetWriter::create)
            .withSpec(table.spec())
            .build();
    try (writer;
        CloseableIterable<Record> rows =
            IcebergGenerics.read(table).useSnapshot(snapshot).build()) {
      rows.forEach(writer::write);
    }
    return writer.toDataFile();
  }
}
