package io.trailhouse.checkpoint;

/// How far a source has come in one of its parts.
///
/// @param part which part: a prefix of a bucket, or a partition of Event history
/// @param at how far, in the source's own terms: keys of a bucket, for example
public record Position(String part, String at) {}
