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
      problem       |
      event         | problem
      checkpoint    | problem
      integrity     | source event problem
      match         | event
      source        | event checkpoint problem
      sink          | source event checkpoint problem
      sink.ocsf     | event problem
      select        | match event problem
      rule          | match select event problem
      alert         | rule event problem
      config        | route select match rule alert problem
      pipeline      | problem event checkpoint match source sink select rule alert
      route         | match select sink sink.ocsf source event checkpoint problem
      aws           | problem event checkpoint integrity match source sink select rule alert pipeline
      aws.history   | aws checkpoint source sink event problem
      aws.route     | aws sink
      lake          | rule source sink event checkpoint problem
      lake.upkeep   | lake source sink event checkpoint problem
      query         | lake rule source event problem
      coverage      | query integrity pipeline source event problem
      status        | problem
      serve         | lake lake.upkeep pipeline rule alert route source sink problem status
      demo          | problem
      registry      | problem event select
      api           | query registry problem
      ui            | query registry problem
      platform      | *
      cli           | platform aws.history config query coverage status demo integrity lake lake.upkeep pipeline match select route rule alert sink source event problem
      doubles       |
      testkit       | problem event checkpoint match source sink select rule alert config pipeline
      bench         | *
      """;

  /// Package of a library -> packages of the house that may name it.
  private static final String LIBRARIES =
      """
      com.fasterxml.jackson.core     | event select rule alert route sink.ocsf pipeline integrity checkpoint aws aws.route api cli coverage status query lake demo testkit bench
      com.fasterxml.jackson.databind | select rule route api query lake testkit bench
      software.amazon.event          | select bench
      org.apache.commons.compress    | source
      org.snakeyaml.engine           | config rule
      jakarta.mail                   | alert
      jakarta.activation             | alert
      org.eclipse.angus              | alert
      org.subethamail                | testkit
      org.apache.iceberg             | lake lake.upkeep query platform
      org.apache.parquet             | lake
      org.apache.hadoop              | lake
      com.github.luben.zstd          | lake source
      org.sqlite                     | lake
      org.duckdb                     | query lake.upkeep
      software.amazon.awssdk         | aws aws.route platform testkit bench
      org.eclipse.jetty              | api status testkit
      io.micrometer                  | status
      com.sun.net.httpserver         | status testkit
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

  /// The line of the table that a Java package belongs to, such as `lake` for
  /// `io.trailhouse.lake.rows`; empty when the table does not know it.
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
