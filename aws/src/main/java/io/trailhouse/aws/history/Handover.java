package io.trailhouse.aws.history;

/// Takes what lanes have read.
interface Handover {
  /// Takes some records of a lane; returns when they are on their way.
  void take(HistoryPartition lane, Bundle bundle) throws InterruptedException;
}
