package io.trailhouse.cli;

import io.trailhouse.aws.history.HistorySource;
import io.trailhouse.problem.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// How far each partition is: a row for an account, a column for a Region, a digit for each tenth.
final class PartitionPicture {
  private static final int MOST_ROWS = 30;
  private static final char READ = '#';
  private static final char REFUSED = '!';

  private PartitionPicture() {}

  /// Lines for a terminal; none when there is only one partition.
  static List<String> of(List<HistorySource.PartitionState> partitions) {
    TreeSet<String> regions = new TreeSet<>();
    Map<String, Map<String, Character>> signs = new TreeMap<>();
    for (HistorySource.PartitionState partition : partitions) {
      regions.add(partition.name().region());
      signs
          .computeIfAbsent(partition.name().account(), account -> new TreeMap<>())
          .merge(partition.name().region(), sign(partition), PartitionPicture::worse);
    }
    if (partitions.size() < 2) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Map<String, Character>> account : signs.entrySet()) {
      StringBuilder line = new StringBuilder(account.getKey()).append("  ");
      for (String region : regions) {
        line.append(account.getValue().getOrDefault(region, ' '));
      }
      lines.add(line.toString());
      if (lines.size() == MOST_ROWS) {
        lines.add(Counted.format("... and %,d more accounts", signs.size() - MOST_ROWS));
        break;
      }
    }
    lines.add("              # read  ! refused  Regions in the order of their names");
    return lines;
  }

  /// Of management and Insights events of one Region.
  private static char worse(char one, char two) {
    if (one == READ || two == REFUSED) {
      return two;
    }
    return two == READ || one == REFUSED || one < two ? one : two;
  }

  private static char sign(HistorySource.PartitionState partition) {
    if (partition.refused()) {
      return REFUSED;
    }
    if (partition.walked() >= partition.seconds()) {
      return READ;
    }
    return (char) ('0' + 10 * partition.walked() / partition.seconds());
  }
}
