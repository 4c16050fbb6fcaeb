package io.trailhouse.config;

import java.util.List;

/// What the configuration says, or what holds without one.
///
/// @param sources in the order of the file; empty when nothing is collected
/// @param settings every key with its value and origin
public record TrailhouseConfig(
    LakeSpec lake,
    AwsSpec aws,
    List<SourceSpec> sources,
    CommitSpec commit,
    UpkeepSpec upkeep,
    HealSpec heal,
    ServerSpec server,
    List<Setting> settings) {}
