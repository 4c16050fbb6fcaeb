package io.trailhouse.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lake: where its tables are and how long events stay.
///
/// @param warehouse the folder in which new tables are made; null for `warehouse` in the home
///   folder
/// @param retention the general times
/// @param accounts the whole times of accounts that have their own
/// @param holds what is kept whatever its age
public record LakeSpec(
    @Nullable Path warehouse,
    CatalogSpec catalog,
    Retention retention,
    Map<String, Retention> accounts,
    List<HoldSpec> holds) {
  /// What holds without a configuration file.
  public static final LakeSpec DEFAULT =
      new LakeSpec(null, new CatalogSpec.Embedded(), Retention.FOREVER, Map.of(), List.of());

  public LakeSpec {
    accounts = Map.copyOf(accounts);
    holds = List.copyOf(holds);
  }
}
