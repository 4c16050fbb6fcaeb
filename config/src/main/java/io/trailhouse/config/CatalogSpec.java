package io.trailhouse.config;

/// Who knows the tables.
public sealed interface CatalogSpec {
  /// One SQLite file in the home folder.
  record Embedded() implements CatalogSpec {}
}
