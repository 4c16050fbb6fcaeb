package io.trailhouse.lake.upkeep;

import io.trailhouse.lake.row.EventClass;
import java.util.Map;

/// What upkeep has done, or would do.
///
/// @param filesBefore data files of `events` at the start
/// @param filesAfter data files of `events` at the end
/// @param bytesBefore their size at the start
/// @param bytesAfter their size at the end
/// @param rowsRewritten rows that were merged into larger files
/// @param rowsDropped rows that retention dropped
/// @param droppedByClass the same by class, without files that had expired whole and could not be
///   read
/// @param heldByName rows that had expired and stay, by the name of the hold; each hold is there
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
    Map<EventClass, Long> droppedByClass,
    Map<String, Long> heldByName,
    long daysDropped,
    long snapshotsExpired,
    long filesDeleted,
    long orphansRemoved) {}
