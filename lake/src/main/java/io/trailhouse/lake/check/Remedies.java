package io.trailhouse.lake.check;

import io.trailhouse.lake.parquet.BrokenFileException;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;

/// What can be done about a damaged file, by what it is.
final class Remedies {
  private static final int DEEPEST = 20;

  private Remedies() {}

  /// A failure to read a file, told with what can be done about it.
  static TrailhouseException of(String table, FileKind kind, Exception failure, String location) {
    TrailhouseException told = told(failure, location);
    boolean isItself = told.code() == Code.TABLE_DAMAGED;
    return new TrailhouseException(
        told.code(),
        told.problem(),
        told.place(),
        isItself ? remedy(table, kind) : told.remedy(),
        failure);
  }

  /// The file's own problem where one is known, else what was made of it.
  private static TrailhouseException told(Exception failure, String location) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof BrokenFileException broken) {
        return broken.told();
      }
    }
    return Causes.of(failure, location)
        .orElseGet(
            () -> BrokenFileException.damaged(location, FileReason.ofAny(failure), failure).told());
  }

  private static String remedy(String table, FileKind kind) {
    return switch (kind) {
      case METADATA, MANIFEST_LIST, MANIFEST ->
          "Put the file back from a copy, or go back to an older state of the table: trailhouse lake"
              + " register --metadata FILE --older";
      case DATA_FILE ->
          table.equals("events")
              ? "Put the file back from a copy, or have its events imported again: trailhouse lake"
                  + " check --repair"
              : "Put the file back from a copy, or give its rows up: trailhouse lake check --repair"
                  + " --drop-lost";
      case INPUTS ->
          "Put the file back from a copy. No event is in it; the ledger needs it when a crash has"
              + " kept its rows out";
      case DELETE_FILE, STATISTICS ->
          "Put the file back from a copy, or have it made again by the program that wrote it";
    };
  }
}
