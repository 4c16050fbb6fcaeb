package io.trailhouse.cli;

import io.trailhouse.aws.history.HistorySource;
import io.trailhouse.problem.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// How far each lane is: a row for an account, a column for a Region, a digit for each tenth.
final class LanePicture {
  private static final int MOST_ROWS = 30;
  private static final char READ = '#';
  private static final char REFUSED = '!';

  private LanePicture() {}

  /// Lines for a terminal; none when there is only one lane.
  static List<String> of(List<HistorySource.LaneState> lanes) {
    TreeSet<String> regions = new TreeSet<>();
    Map<String, Map<String, Character>> signs = new TreeMap<>();
    for (HistorySource.LaneState lane : lanes) {
      regions.add(lane.name().region());
      signs
          .computeIfAbsent(lane.name().account(), account -> new TreeMap<>())
          .merge(lane.name().region(), sign(lane), LanePicture::worse);
    }
    if (lanes.size() < 2) {
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

  private static char sign(HistorySource.LaneState lane) {
    if (lane.refused()) {
      return REFUSED;
    }
    if (lane.walked() >= lane.seconds()) {
      return READ;
    }
    return (char) ('0' + 10 * lane.walked() / lane.seconds());
  }
}
