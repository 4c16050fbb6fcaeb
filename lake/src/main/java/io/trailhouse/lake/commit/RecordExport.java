package io.trailhouse.lake.commit;

import io.trailhouse.destination.RecordClues;
import io.trailhouse.destination.TrailSelection;
import io.trailhouse.destination.TrailWriter;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventTime;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RecordText;
import io.trailhouse.lake.row.RowIdentity;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Takes the records of one snapshot of `events` out of the table again, one day after the other.
public final class RecordExport {
  private static final int REGION = EventSchema.node(EventField.AWS_REGION).leaf();
  private static final int CATEGORY = EventSchema.node(EventField.EVENT_CATEGORY).leaf();
  private static final int TYPE = EventSchema.node(EventField.EVENT_TYPE).leaf();

  private final Table events;

  public RecordExport(Lake lake) {
    this.events = lake.events();
  }

  /// Writes every record that the folder's selection wants. Returns when all is written.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED when a data file is gone or not readable
  public void to(TrailWriter folder) throws IOException, InterruptedException {
    SortedMap<Integer, List<DataFile>> days = plan(folder.selection());
    days.values()
        .forEach(files -> files.forEach(file -> folder.counters().found(file.fileSizeInBytes())));
    for (List<DataFile> day : days.values()) {
      for (DataFile file : day) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        read(file, folder);
        folder.counters().read(file.fileSizeInBytes());
      }
      folder.finish();
    }
  }

  /// The data files that can hold wanted records, by the day of their partition.
  private SortedMap<Integer, List<DataFile>> plan(TrailSelection selection) {
    SortedMap<Integer, List<DataFile>> days = new TreeMap<>();
    try (CloseableIterable<FileScanTask> tasks =
        events.newScan().filter(condition(selection)).planFiles()) {
      for (FileScanTask task : tasks) {
        PendingFiles.requireNoDeletes(task);
        days.computeIfAbsent(PendingFiles.dayOf(task.file()), day -> new ArrayList<>())
            .add(task.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return days;
  }

  private static Expression condition(TrailSelection selection) {
    Expression all = Expressions.alwaysTrue();
    Instant from = selection.from();
    if (from != null) {
      all =
          Expressions.and(all, Expressions.greaterThanOrEqual("eventtime", EventTime.micros(from)));
    }
    Instant to = selection.to();
    if (to != null) {
      all = Expressions.and(all, Expressions.lessThan("eventtime", EventTime.micros(to)));
    }
    return all;
  }

  private void read(DataFile file, TrailWriter folder) throws IOException {
    Instant first = folder.selection().from();
    Instant end = folder.selection().to();
    long from = first == null ? Long.MIN_VALUE : EventTime.micros(first);
    long to = end == null ? Long.MAX_VALUE : EventTime.micros(end);
    RecordText text = new RecordText();
    RowIdentity identity = new RowIdentity();
    try (EventFileReader rows = EventFileReader.of(events.io().newInputFile(file))) {
      for (EventRow row = rows.next(); row != null; row = rows.next()) {
        if (row.eventTime() >= from && row.eventTime() < to) {
          EventRow wanted = row;
          folder.add(clues(row, identity.account(row)), () -> text.of(wanted));
        }
      }
    } catch (NotFoundException | java.io.FileNotFoundException e) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "a data file of the table is not there",
          file.location(),
          "If upkeep has rewritten the table meanwhile, run the same command again: what is"
              + " written already stays; otherwise restore the file",
          e);
    }
  }

  private static RecordClues clues(EventRow row, String account) {
    return new RecordClues(
        row.eventTime(),
        account,
        text(row, REGION),
        text(row, CATEGORY),
        text(row, TYPE),
        text(row, EventSchema.OBJECT));
  }

  private static @Nullable String text(EventRow row, int column) {
    Binary value = row.text(column);
    return value == null ? null : value.toStringUsingUTF8();
  }
}
