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
    List<Setting> settings) {
  /// The same, answering this machine alone.
  ///
  /// @param port 0 for any free one
  public TrailhouseConfig listening(int port) {
    ServerSpec here = ServerSpec.DEFAULT.at(port);
    return new TrailhouseConfig(
        lake, aws, sources, routes, rules, alerts, commit, upkeep, heal, here, settings);
  }
}
