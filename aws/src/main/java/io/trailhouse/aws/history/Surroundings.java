package io.trailhouse.aws.history;

import java.util.concurrent.Semaphore;

/// What a lane shares with the others.
///
/// @param ended is told once when a lane has ended
/// @param more walkers that all lanes together may have besides one each
record Surroundings(Handover handover, Runnable ended, Semaphore more) {}
