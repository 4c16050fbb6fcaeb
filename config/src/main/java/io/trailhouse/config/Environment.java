package io.trailhouse.config;

import org.jspecify.annotations.Nullable;

/// The variables that `${env:NAME}` refers to.
public interface Environment {
  /// The value of a variable, or null when it is not set.
  @Nullable String value(String name);
}
