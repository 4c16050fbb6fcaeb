package io.trailhouse.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RandomRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DuckDB, which shares no code with parquet-java, reads from a data file what was written.
final class DuckDbReadsDataFilesTest {
  private static final int ROWS = 25_000;

  @TempDir private Path home;

  @Test
  void everyColumnOfEveryRowIsTheSame() throws Exception {
    Path file = home.resolve("day.parquet");
    write(file);
    RandomRows expected = new RandomRows(11, 40);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT %s FROM read_parquet('%s', file_row_number=true) ORDER BY file_row_number"
                    .formatted(String.join(", ", columns()), file))) {
      for (int row = 0; row < ROWS; row++) {
        assertThat(found.next()).isTrue();
        assertThat(shown(found)).isEqualTo(RandomRows.shown(expected.next()));
      }
      assertThat(found.next()).isFalse();
    }
  }

  private void write(Path file) throws Exception {
    RandomRows rows = new RandomRows(11, 40);
    try (Lake lake = Lake.open(home.resolve("lake"))) {
      Table table = lake.events();
      try (EventFileWriter writer =
          new EventFileWriter(table, 0, file.toString(), new EventColumns())) {
        for (int row = 0; row < ROWS; row++) {
          writer.write(rows.next());
        }
        writer.finish();
      }
    }
  }

  /// All columns in the order of [EventRow]'s numbers, as expressions.
  private static List<String> columns() {
    List<String> columns = new ArrayList<>();
    EventSchema.FIELDS.forEach(node -> addTexts(node, node.column(), columns));
    columns.addAll(List.of("th_layout", "extra", "th_source", "th_object"));
    columns.addAll(List.of("readonly", "managementevent", "epoch_us(eventtime)"));
    columns.addAll(List.of("epoch_us(th_ingested)", "coalesce(len(resources), -1)"));
    String list = "[x.arn, x.accountid, x.type, x.arnprefix]";
    columns.add(
        "coalesce(array_to_string(flatten([[coalesce(t, 'null') for t in %s] for x in resources]),"
                .formatted(list)
            + " '|'), '')");
    return columns;
  }

  private static void addTexts(EventSchema.Node node, String path, List<String> into) {
    switch (node.kind()) {
      case TEXT, JSON -> into.add(path);
      case STRUCT ->
          node.children().forEach(child -> addTexts(child, path + "." + child.column(), into));
      case FLAG, TIME, LIST -> {
        // asked for in another place
      }
    }
  }

  private static String shown(ResultSet row) throws Exception {
    StringBuilder shown = new StringBuilder();
    for (int column = 1; column <= EventSchema.TEXTS; column++) {
      shown.append(row.getString(column)).append('|');
    }
    int at = EventSchema.TEXTS;
    for (int flag = 0; flag < 2; flag++) {
      String value = row.getString(++at);
      shown.append(value == null ? "-" : value);
    }
    shown.append(row.getString(++at)).append('|').append(row.getString(++at)).append('|');
    shown.append(row.getString(++at));
    String resources = row.getString(++at);
    return resources.isEmpty() ? shown.toString() : shown.append('|').append(resources).toString();
  }
}
