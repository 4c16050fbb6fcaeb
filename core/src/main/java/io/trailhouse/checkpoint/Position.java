package io.trailhouse.checkpoint;

/// How far a source has come on one of its ways.
///
/// @param lane which way, such as the folder of one account and Region
/// @param at how far, in the source's own terms: keys of a bucket, for example
public record Position(String lane, String at) {}
