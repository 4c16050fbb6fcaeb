package io.trailhouse.query;

/// A query that has begun and may not have a row yet.
public interface RunningQuery {

  /// Stops it; whoever waits for it gets an exception that says so. Any thread may call this.
  void cancel();
}
