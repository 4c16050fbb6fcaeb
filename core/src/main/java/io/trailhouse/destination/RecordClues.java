package io.trailhouse.destination;

import org.jspecify.annotations.Nullable;

/// What a stored record tells of the place it belongs to in a trail. All of it is text from
/// outside: [TrailPlacer] decides what of it may become part of a path.
///
/// @param eventTime in microseconds since 1970, UTC
/// @param account the record's account, as [io.trailhouse.event.EventIdentity] says
/// @param region its `awsRegion`
/// @param category its `eventCategory`
/// @param type its `eventType`
/// @param object the log file it came from
public record RecordClues(
    long eventTime,
    @Nullable String account,
    @Nullable String region,
    @Nullable String category,
    @Nullable String type,
    @Nullable String object) {}
