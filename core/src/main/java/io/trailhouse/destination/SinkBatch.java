package io.trailhouse.destination;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.ReadReport;
import io.trailhouse.source.LogFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some log files on their way into a sink. Nothing of it takes effect before [#commit], all of it
/// does then. For one thread.
public interface SinkBatch {
  /// From here on records of this file come.
  void start(LogFile file);

  /// Records of the file under way; their bytes belong to the sink now.
  void write(EventBatch events);

  /// The file under way has been read to its end.
  void end(ReadReport report);

  /// The file under way cannot be read further for now: it is as if it had not been started, but
  /// that records of it may already be on their way, each once.
  void abandon();

  /// Whether it is time to commit.
  boolean isFull();

  boolean isEmpty();

  /// Makes all of it durable in one step and says what became of each file.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException when it did not take effect, or with
  ///   COMMIT_UNKNOWN when that is not known
  List<FileResult> commit();

  /// It will not be committed, nor anything of it.
  default void drop() {}

  /// What became of one file.
  ///
  /// @param rows how many of its records are new rows
  /// @param duplicates how many were there already
  /// @param variants how many of the new rows share the key of another event with other content
  /// @param oldestEventTime in microseconds since 1970, UTC; null without any that a record has
  ///   itself
  /// @param newestEventTime of what is not dated in the future, in microseconds since 1970, UTC;
  ///   null without any
  /// @param future how many records are dated in the future
  /// @param untimed how many records do not say when they happened, so that the delivery of the
  ///   file stands in for it
  /// @param firstUntimed the id of the first of them; null when it has none
  record FileResult(
      LogFile file,
      ReadReport report,
      long rows,
      long duplicates,
      long variants,
      @Nullable Long oldestEventTime,
      @Nullable Long newestEventTime,
      long future,
      long untimed,
      @Nullable String firstUntimed) {}
}
