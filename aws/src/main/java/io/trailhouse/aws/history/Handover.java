package io.trailhouse.aws.history;

/// Takes what partitions have read.
interface Handover {
  /// Takes some records of a partition; returns when they are on their way.
  void take(HistoryPartition partition, Bundle bundle) throws InterruptedException;
}
