package io.trailhouse.aws.history;

import java.util.concurrent.Semaphore;

/// What a partition shares with the others.
///
/// @param ended is told once when a partition has ended
/// @param more walkers that all partitions together may have besides one each
record Surroundings(Handover handover, Runnable ended, Semaphore more) {}
