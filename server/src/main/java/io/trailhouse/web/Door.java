package io.trailhouse.web;

import java.io.IOException;

/// Answers requests of some paths. For any number of threads.
@FunctionalInterface
public interface Door {
  /// Answers a request, or leaves it to the next door.
  ///
  /// @return whether it has answered
  /// @throws IOException when the asker has gone
  boolean answer(WebRequest request, WebAnswer answer) throws IOException;
}
