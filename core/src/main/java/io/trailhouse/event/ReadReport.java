package io.trailhouse.event;

import io.trailhouse.problem.Code;
import java.util.List;

/// What one log file turned out to be.
///
/// @param content what it holds
/// @param records how many event records were handed on
/// @param bytes its size, uncompressed
/// @param sha256 the SHA-256 of its uncompressed bytes as lower-case hex; of what could be read.
///   [#MORE] follows it when anything followed the first gzip member: CloudTrail writes one, so
///   such a file is not the one that a digest lists, whatever its content
/// @param problems what could not be read, at most [#MOST_PROBLEMS] of them; empty for a sound file
public record ReadReport(
    Content content, long records, long bytes, String sha256, List<ParseProblem> problems) {
  /// What follows the hash of a file that has more than one gzip member.
  static final String MORE = "+more";

  /// More problems than this in one file tell nothing new.
  public static final int MOST_PROBLEMS = 5;

  public ReadReport {
    problems = List.copyOf(problems);
  }

  /// The kinds of content a file of a trail's bucket can have.
  public enum Content {
    /// Event records, or the empty list of them.
    EVENTS,
    /// A digest file: the signed list of the log files of an hour.
    DIGEST,
    /// Nothing at all: the object that a console makes for a folder, or a write test.
    NOTHING,
    /// Something readable that is not CloudTrail's, or nothing readable.
    FOREIGN
  }

  /// One thing that could not be read.
  ///
  /// @param offset where, as an offset into the uncompressed bytes
  public record ParseProblem(Code code, String problem, long offset) {}
}
