package io.trailhouse.config;

import org.jspecify.annotations.Nullable;

/// One key of the configuration, for people.
///
/// @param key its path, such as `lake.retention.data`
/// @param value as the file has it, references unresolved and passwords of addresses left out; the
///   usual value when it has none
/// @param usual what holds when the file does not say
/// @param origin `file:line`, or null when the file does not say
public record Setting(String key, String value, String usual, @Nullable String origin) {
  public Setting {
    key = Shown.text(key);
    value = Shown.text(value);
  }
}
