package io.trailhouse.config;

import io.trailhouse.match.Predicate;
import io.trailhouse.route.Buffer;
import io.trailhouse.route.KeyTemplate;
import io.trailhouse.route.RecordWriter;
import io.trailhouse.route.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the configuration says of one route.
///
/// @param remarks what its condition says that can match nothing
/// @param errors where what is never taken goes; null when it is only counted
/// @param keep how long events wait for a destination that takes nothing
public record RouteSpec(
    String name,
    Predicate condition,
    List<Remark> remarks,
    @Nullable Sample sample,
    RecordWriter writer,
    DestinationSpec to,
    Objects objects,
    @Nullable Errors errors,
    Buffer buffer,
    Duration keep) {
  /// Something that is right but may not be meant.
  ///
  /// @param file where it stands
  /// @param path the way to it through the keys of the route
  public record Remark(Path file, String path, ConfigProblem problem) {
    /// For who looks at the route.
    public String line() {
      return path + ": " + problem.problem();
    }

    /// For who looks at the file.
    public String withPlace() {
      return problem.text(file.toString());
    }
  }

  /// How objects are made; says nothing where messages are sent.
  ///
  /// @param byEventTime whether timestamps of keys are event times; else those of arrival
  public record Objects(KeyTemplate prefix, Format format, boolean gzip, boolean byEventTime) {}

  /// What an object holds.
  public enum Format {
    TRAIL,
    JSONL,
    PARQUET
  }

  /// The place of what is never taken.
  ///
  /// @param to a folder or a bucket
  public record Errors(DestinationSpec to, KeyTemplate prefix) {}
}
