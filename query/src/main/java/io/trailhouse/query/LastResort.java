package io.trailhouse.query;

import io.trailhouse.problem.TrailhouseException;

/// What happens when a query neither ends nor lets itself be ended: the engine runs in this
/// process, and nothing but the end of a process ends a native function that does not look up.
@FunctionalInterface
public interface LastResort {

  /// For queries that this program wrote itself: they are waited for.
  LastResort WAIT = problem -> {};

  /// Called from a thread of the engine's own, perhaps several times.
  ///
  /// @param problem what the query was stopped for
  void cannotEnd(TrailhouseException problem);
}
