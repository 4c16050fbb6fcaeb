package io.trailhouse.serve;

import io.trailhouse.source.Source;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A source made ready to run, with what it can tell while it works.
///
/// @param gauges numbers of this moment, by the names that the metrics have
/// @param condition how it is: null while all is well
/// @param closing ends it, after what it emitted was committed
public record RunningSource(
    Source source,
    Supplier<Map<String, Long>> gauges,
    Supplier<@Nullable Trouble> condition,
    Runnable closing) {
  /// Why a source does not get what it asks for.
  ///
  /// @param refused whether somebody has to change something first
  public record Trouble(String problem, boolean refused) {}
}
