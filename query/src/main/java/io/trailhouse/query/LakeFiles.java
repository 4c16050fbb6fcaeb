package io.trailhouse.query;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/// The files that Iceberg's planner chooses in a lake's newest snapshot.
public final class LakeFiles implements TableFiles {
  private final Lake lake;

  public LakeFiles(Lake lake) {
    this.lake = lake;
  }

  @Override
  public Plan plan(String table, EventRanges ranges) {
    try {
      return planned(table, ranges);
    } catch (NotFoundException e) {
      throw Causes.of(e, table).orElseGet(() -> missing(String.valueOf(e.getMessage()), e));
    }
  }

  /// A file of the table is not where the table says, which happens to a home folder that moved.
  static TrailhouseException missing(String message, Exception cause) {
    return new TrailhouseException(
        Code.TABLE_DAMAGED,
        "a file of the table is not where the table says",
        message,
        "If the home folder was moved or copied, use it at its old place: the table knows its files"
            + " by their full paths",
        cause);
  }

  private Plan planned(String table, EventRanges ranges) {
    Table chosen = chosen(table);
    List<String> files = new ArrayList<>();
    List<DataFile> meant = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        chosen.newScan().filter(condition(ranges)).planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          throw new TrailhouseException(
              Code.TABLE_DAMAGED,
              "another program has deleted rows in a way that this one does not read",
              task.file().location(),
              "Let that program rewrite the table's data files, then query again");
        }
        files.add(path(task.file().location()));
        meant.add(task.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lake.requireWhole(meant);
    return new Plan(chosen.schema(), files, chosen.schemas().size() > 1);
  }

  private Table chosen(String table) {
    return switch (table) {
      case "events" -> lake.events();
      case "log_files" -> lake.logFiles();
      case "findings" -> lake.findings();
      default -> throw new IllegalArgumentException("no table " + table);
    };
  }

  private static Expression condition(EventRanges ranges) {
    Expression all = Expressions.alwaysTrue();
    LocalDateTime from = ranges.from();
    if (from != null) {
      all = Expressions.and(all, Expressions.greaterThanOrEqual("eventtime", iso(from)));
    }
    LocalDateTime to = ranges.to();
    if (to != null) {
      all = Expressions.and(all, Expressions.lessThanOrEqual("eventtime", iso(to)));
    }
    for (Map.Entry<String, Set<String>> entry : ranges.values().entrySet()) {
      all =
          Expressions.and(
              all,
              entry.getValue().isEmpty()
                  ? Expressions.alwaysFalse()
                  : Expressions.in(entry.getKey(), entry.getValue().toArray()));
    }
    return all;
  }

  private static String iso(LocalDateTime time) {
    return java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  private static String path(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)).toString() : location;
  }
}
