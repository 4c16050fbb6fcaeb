package io.trailhouse.route;

import io.trailhouse.match.MatcherSet;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which events of a chunk each route's condition chooses, found once for all routes that come by.
/// For any number of threads.
public final class RouteMatches {
  private static final int KEPT = 8;

  private final MatcherSet conditions;
  private final Map<StreamPosition, Found> found = new LinkedHashMap<>();

  /// @param chunk the very one: another may begin at the same place
  private record Found(Chunk chunk, BitSet[] chosen) {}

  /// @param routes in the order of their numbers
  public RouteMatches(List<Route> routes) {
    conditions = new MatcherSet(new ArrayList<>(routes.stream().map(Route::condition).toList()));
  }

  /// The rows of a chunk's events that a route's condition chooses.
  synchronized BitSet of(Chunk chunk, int route) {
    Found known = found.get(chunk.start());
    if (known == null || !known.chunk().equals(chunk)) {
      known = new Found(chunk, match(chunk));
      found.remove(chunk.start());
      found.put(chunk.start(), known);
      if (found.size() > KEPT) {
        found.remove(found.keySet().iterator().next());
      }
    }
    return known.chosen()[route];
  }

  private BitSet[] match(Chunk chunk) {
    BitSet[] chosen = new BitSet[conditions.size()];
    for (int route = 0; route < chosen.length; route++) {
      chosen[route] = new BitSet(chunk.events().rows());
    }
    MatcherSet.Scan scan = conditions.scan();
    for (int row = 0; row < chunk.events().rows(); row++) {
      int hits = scan.match(chunk.events(), row);
      for (int hit = 0; hit < hits; hit++) {
        chosen[scan.hit(hit)].set(row);
      }
    }
    return chosen;
  }
}
