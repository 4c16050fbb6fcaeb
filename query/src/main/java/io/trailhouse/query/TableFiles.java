package io.trailhouse.query;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;

/// Says which Parquet files a query has to read.
@FunctionalInterface
public interface TableFiles {

  /// The files of one snapshot of a table that may hold rows within these ranges.
  ///
  /// @param table `events`, `log_files` or `findings`; ranges only ever come for `events`
  Plan plan(String table, EventRanges ranges);

  /// The columns of `events`; opens no file.
  default Schema schema() {
    return plan("events", EventRanges.having("eventid", Set.of())).schema();
  }

  /// The answer: the table's columns, and the files, readable from the file system of this process.
  ///
  /// @param evolved whether the table ever had another schema, so that a file may lack columns
  record Plan(Schema schema, List<String> files, boolean evolved) {
    public Plan {
      files = List.copyOf(files);
    }
  }
}
