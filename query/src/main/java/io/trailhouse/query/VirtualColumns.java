package io.trailhouse.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Schema;

/// Columns of `events` that no file holds: what CloudTrail Lake and Athena's partitioned tables
/// have beside ours, worked out from the columns that there are. A statement gets those that it
/// names.
final class VirtualColumns {
  private static final Set<String> RECORD = Set.of("eventjson", "eventjsonchecksum");
  private static final Map<String, String> EXPRESSIONS = expressions();

  private VirtualColumns() {}

  static Set<String> names() {
    Set<String> names = new TreeSet<>(EXPRESSIONS.keySet());
    names.addAll(RECORD);
    return names;
  }

  /// Whether a statement needs the record itself.
  static boolean needRecord(StatementTree tree) {
    return RECORD.stream().anyMatch(tree::mentions);
  }

  /// The named columns that a statement mentions, each as `expression AS name`.
  static List<String> mentioned(StatementTree tree, Schema schema) {
    List<String> more = new ArrayList<>();
    EXPRESSIONS.forEach((name, expression) -> {
      if (tree.mentions(name) && schema.findField(name) == null) {
        more.add(expression + " AS \"" + name + "\"");
      }
    });
    if (tree.mentions("eventjson")) {
      more.add(RecordColumn.expression(schema) + " AS eventjson");
    }
    if (tree.mentions("eventjsonchecksum")) {
      more.add("system.main.sha256(" + RecordColumn.expression(schema) + ") AS eventjsonchecksum");
    }
    return more;
  }

  private static Map<String, String> expressions() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("region", "awsregion");
    all.put("account", IdentitySql.ACCOUNT);
    all.put("year", "strftime(eventtime, '%Y')");
    all.put("month", "strftime(eventtime, '%m')");
    all.put("day", "strftime(eventtime, '%d')");
    all.put("timestamp", "strftime(eventtime, '%Y/%m/%d')");
    all.put("annotation", "th_member(extra, 'annotation')");
    return all;
  }
}
