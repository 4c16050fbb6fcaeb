package io.trailhouse.lake.row;

import io.trailhouse.fixture.GoldenFile;
import java.io.IOException;
import java.util.List;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/// Letters of layouts, column numbers and the table's schema stand in files for ever: a change of
/// any of these must be meant (spec: table.md, C1 and L2).
final class EventSchemaTest {
  @Test
  void lettersAndColumnsStayWhatTheyAre() throws IOException {
    StringBuilder tree = new StringBuilder();
    print(EventSchema.FIELDS, "", tree);
    GoldenFile.assertApproved("table/schema/letters.txt", tree.toString());
  }

  @Test
  void theSchemaStaysWhatItIs() throws IOException {
    StringBuilder columns = new StringBuilder();
    for (Types.NestedField column : EventSchema.schema().columns()) {
      columns.append(column).append('\n');
    }
    GoldenFile.assertApproved("table/schema/columns.txt", columns.toString());
  }

  private static void print(List<EventSchema.Node> nodes, String indent, StringBuilder into) {
    for (EventSchema.Node node : nodes) {
      into.append(indent).append(node.code()).append(' ').append(node.key());
      into.append(' ').append(node.kind()).append(' ').append(node.leaf()).append('\n');
      print(node.children(), indent + "  ", into);
    }
  }
}
