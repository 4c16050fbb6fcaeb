package io.trailhouse.house;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The floor table: for each package the packages of the house it may import, and the outside
/// libraries that it alone may touch. A package that does not exist yet may stand here already.
final class Floors {
  private static final String ROOT = "io.trailhouse.";

  /// Lowest floor first. A name stands for its inner packages too, unless they have a line.
  private static final String TABLE =
      """
      problem         |
      quantity        |
      durable         |
      document        | problem
      checkpoint      | problem durable
      event           | problem
      source          | event problem
      integrity       | source event problem
      match           | event
      destination     | source event problem durable
      stream          | event problem
      select          | match event problem
      finding         | event
      pipeline        | source destination event problem durable
      rule            | match select finding event problem document
      watch           | match select finding event problem quantity document
      detection       | rule watch stream finding event durable problem
      ocsf            | event
      http            | destination
      alert           | http destination finding event problem durable
      route           | stream select match destination ocsf source event checkpoint problem durable
      aws             | source destination integrity pipeline checkpoint event problem quantity
      aws.history     | aws source destination checkpoint event problem
      aws.destination | aws destination problem quantity
      lake.row        | source event problem
      lake.parquet    | lake.row source event problem
      lake.catalog    | lake.row lake.parquet destination problem durable
      lake.commit     | lake.row lake.parquet lake.catalog stream source destination event problem durable
      lake.findings   | lake.row lake.parquet lake.catalog lake.commit finding problem durable
      lake.upkeep     | lake.row lake.parquet lake.catalog lake.commit destination event problem
      lake.check      | lake.parquet lake.catalog lake.commit lake.upkeep destination source event problem
      config          | http route select match rule watch alert finding problem quantity document
      query           | lake.row lake.parquet lake.catalog lake.commit lake.findings finding source event problem durable
      dashboard       | query durable document problem
      demo            | problem
      coverage        | query integrity pipeline source event problem
      web             | problem
      status          | web problem
      login           | web durable problem
      services        | durable query dashboard coverage config integrity pipeline status lake.catalog lake.findings route rule watch alert stream finding event problem quantity
      serve           | lake.catalog lake.commit lake.findings lake.upkeep pipeline detection rule watch alert route stream source destination finding problem status
      registry        | problem event select
      api             | services registry web problem
      page            | services dashboard query coverage status config finding pipeline registry login web event quantity problem
      platform        | *
      cli             | platform services coverage status login web config query demo lake.catalog lake.check lake.commit lake.findings lake.row lake.upkeep aws.history route detection rule watch alert pipeline select match destination integrity source finding event problem quantity
      flink           | lake.catalog lake.commit pipeline stream source destination select match event checkpoint problem config
      doubles         |
      testkit         | event doubles
      bench           | *
      """;

  /// Package of a library -> packages of the house that may name it.
  private static final String LIBRARIES =
      """
      com.fasterxml.jackson.core     | problem event integrity finding select checkpoint pipeline rule watch alert route ocsf aws aws.destination lake.row lake.parquet lake.catalog lake.commit lake.findings query demo coverage status services api page cli bench
      com.fasterxml.jackson.databind | event finding select route lake.catalog query services api page testkit bench
      software.amazon.event          | select bench
      org.apache.commons.compress    | source
      org.snakeyaml.engine           | document
      com.maxmind                    | watch
      jakarta.mail                   | alert
      jakarta.activation             | alert
      org.eclipse.angus              | alert
      org.subethamail                | testkit
      org.apache.iceberg             | lake.row lake.parquet lake.catalog lake.commit lake.findings lake.upkeep lake.check query platform
      org.apache.parquet             | lake.row lake.parquet lake.commit
      org.apache.hadoop              | lake.parquet
      com.github.luben.zstd          | lake.parquet source
      org.sqlite                     | lake.catalog
      org.duckdb                     | query
      software.amazon.awssdk         | aws aws.destination platform testkit bench
      org.eclipse.jetty              | web
      org.apache.flink               | flink
      io.micrometer                  | status
      com.sun.net.httpserver         | testkit
      org.gaul                       | doubles
      org.elasticmq                  | doubles
      picocli                        | cli
      org.jline                      | cli
      ch.qos.logback                 | cli
      org.openjdk.jmh                | bench
      """;

  private static final Map<String, Set<String>> MAY_IMPORT = read(TABLE);
  private static final Map<String, Set<String>> MAY_BE_NAMED_BY = read(LIBRARIES);

  private Floors() {}

  /// The line of the table that a Java package belongs to, such as `lake.row` for
  /// `io.trailhouse.lake.row.text`; empty when the table does not know it.
  static Optional<String> lineOf(String javaPackage) {
    if (!javaPackage.startsWith(ROOT)) {
      return Optional.empty();
    }
    String name = javaPackage.substring(ROOT.length());
    while (!MAY_IMPORT.containsKey(name)) {
      int dot = name.lastIndexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      name = name.substring(0, dot);
    }
    return Optional.of(name);
  }

  static boolean mayImport(String line, String other) {
    Set<String> allowed = MAY_IMPORT.getOrDefault(line, Set.of());
    return line.equals(other) || allowed.contains("*") || allowed.contains(other);
  }

  /// Who may name a class of this outside package; empty when nobody guards it.
  static Optional<Set<String>> mayName(String javaPackage) {
    return MAY_BE_NAMED_BY.entrySet().stream()
        .filter(library ->
            javaPackage.equals(library.getKey()) || javaPackage.startsWith(library.getKey() + "."))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Map<String, Set<String>> read(String table) {
    Map<String, Set<String>> lines = new LinkedHashMap<>();
    for (String line : table.lines().toList()) {
      List<String> cells = List.of(line.split("\\|", -1));
      lines.put(
          cells.get(0).strip(),
          Arrays.stream(cells.get(1).strip().split(" +"))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return lines;
  }
}
