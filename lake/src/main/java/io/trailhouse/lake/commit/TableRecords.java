package io.trailhouse.lake.commit;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RecordText;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.parquet.io.api.Binary;

/// Reads every record of one snapshot of `events`, in no order.
public final class TableRecords {
  private final Table events;

  public TableRecords(Lake lake) {
    this.events = lake.events();
  }

  /// Hands each record to the taker: the log file that it came from, empty when nobody noted it,
  /// and its JSON in UTF-8.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED when a data file is gone or not readable
  public void each(BiConsumer<String, byte[]> taker) throws InterruptedException {
    try (CloseableIterable<FileScanTask> tasks = events.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        PendingFiles.requireNoDeletes(task);
        read(task.file(), taker);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(DataFile file, BiConsumer<String, byte[]> taker) throws IOException {
    RecordText text = new RecordText();
    try (EventFileReader rows = EventFileReader.of(events.io().newInputFile(file))) {
      for (EventRow row = rows.next(); row != null; row = rows.next()) {
        Binary object = row.text(EventSchema.OBJECT);
        taker.accept(object == null ? "" : object.toStringUsingUTF8(), text.of(row));
      }
    } catch (NotFoundException | FileNotFoundException e) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "a data file of the table is not there",
          file.location(),
          "If upkeep has rewritten the table meanwhile, run the same command again; otherwise"
              + " restore the file",
          e);
    }
  }
}
