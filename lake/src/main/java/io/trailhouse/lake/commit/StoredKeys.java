package io.trailhouse.lake.commit;

import io.trailhouse.lake.parquet.EventFileReader;
import io.trailhouse.lake.row.EventKey;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.RecordText;
import java.io.IOException;
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;

/// Walks over the keys of the rows of one data file, reading no more columns than it must.
final class StoredKeys {
  private static final String[] COLUMNS = {
    "eventid", "recipientaccountid", "eventtime", "th_layout"
  };

  private StoredKeys() {}

  /// Who looks at keys.
  interface Visitor {
    /// Looks at the key of one row.
    ///
    /// @param key the same object each time
    /// @param row its number in the file, from 0
    void visit(EventKey key, long row) throws IOException;
  }

  static void visit(InputFile file, Visitor visitor) throws IOException {
    EventKey key = new EventKey();
    long row = 0;
    try (EventFileReader rows = EventFileReader.of(file, COLUMNS)) {
      for (EventRow each = rows.next(); each != null; each = rows.next()) {
        if (!key.ofRow(each, EventKey.ownTime(each))) {
          visitWithRecords(file, visitor, row);
          return;
        }
        visitor.visit(key, row++);
      }
    }
  }

  /// A row whose columns do not tell its key has it from its whole record.
  private static void visitWithRecords(InputFile file, Visitor visitor, long from)
      throws IOException {
    EventKey key = new EventKey();
    RecordText text = new RecordText();
    long row = 0;
    try (EventFileReader rows = EventFileReader.of(file)) {
      for (@Nullable EventRow each = rows.next(); each != null; each = rows.next()) {
        if (row >= from) {
          long time = EventKey.ownTime(each);
          if (!key.ofRow(each, time)) {
            key.ofText(text.of(each), time);
          }
          visitor.visit(key, row);
        }
        row++;
      }
    }
  }
}
