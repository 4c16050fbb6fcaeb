package io.trailhouse.lake.upkeep;

/// What upkeep has done.
///
/// @param filesBefore data files of `events` at the start
/// @param bytesBefore their size
/// @param rowsRewritten rows that were merged into larger files
/// @param rowsDropped rows that retention dropped
/// @param snapshotsExpired of both tables
/// @param filesDeleted files taken from storage, of expired snapshots and orphans
public record UpkeepReport(
    long filesBefore,
    long filesAfter,
    long bytesBefore,
    long bytesAfter,
    long rowsRewritten,
    long rowsDropped,
    long snapshotsExpired,
    long filesDeleted) {}
