package io.trailhouse.config;

import java.util.List;

/// What the configuration says, or what holds without one.
///
/// @param settings every key with its value and origin
public record TrailhouseConfig(LakeSpec lake, List<Setting> settings) {
  public TrailhouseConfig {
    settings = List.copyOf(settings);
  }
}
