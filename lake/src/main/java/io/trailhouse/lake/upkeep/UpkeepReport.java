package io.trailhouse.lake.upkeep;

/// What upkeep has done.
///
/// @param filesBefore data files of `events` at the start
/// @param filesAfter data files of `events` at the end
/// @param bytesBefore their size at the start
/// @param bytesAfter their size at the end
/// @param rowsRewritten rows that were merged into larger files
/// @param rowsDropped rows that retention dropped
/// @param daysDropped days from which retention dropped rows
/// @param snapshotsExpired of both tables
/// @param filesDeleted files taken from storage that only expired snapshots led to
/// @param orphansRemoved files taken from storage that nothing led to
public record UpkeepReport(
    long filesBefore,
    long filesAfter,
    long bytesBefore,
    long bytesAfter,
    long rowsRewritten,
    long rowsDropped,
    long daysDropped,
    long snapshotsExpired,
    long filesDeleted,
    long orphansRemoved) {}
