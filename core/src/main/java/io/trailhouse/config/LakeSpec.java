package io.trailhouse.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The lake: where its tables are and how long events stay.
///
/// @param warehouse the folder in which new tables are made; null for `warehouse` in the home
///   folder
public record LakeSpec(@Nullable Path warehouse, CatalogSpec catalog, Retention retention) {
  /// What holds without a configuration file.
  public static final LakeSpec DEFAULT =
      new LakeSpec(null, new CatalogSpec.Embedded(), Retention.FOREVER);
}
