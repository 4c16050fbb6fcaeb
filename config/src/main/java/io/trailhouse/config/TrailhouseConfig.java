package io.trailhouse.config;

import io.trailhouse.alert.AlertSpec;
import java.util.List;

/// What the configuration says, or what holds without one.
///
/// @param sources in the order of the file; empty when nothing is collected
/// @param routes in the order of the file
/// @param alerts in the order of the file
/// @param settings every key with its value and origin
public record TrailhouseConfig(
    LakeSpec lake,
    AwsSpec aws,
    List<SourceSpec> sources,
    List<RouteSpec> routes,
    RulesSpec rules,
    List<AlertSpec> alerts,
    CommitSpec commit,
    UpkeepSpec upkeep,
    HealSpec heal,
    ServerSpec server,
    List<Setting> settings) {}
