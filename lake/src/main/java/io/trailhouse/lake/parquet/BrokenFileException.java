package io.trailhouse.lake.parquet;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/// A file of a table is not what was written there. Its cause says so to people.
///
/// The table format tries ten minutes long to read metadata that it does not understand, but gives
/// up at once what is not there; so that is what this is to it.
public final class BrokenFileException extends NotFoundException {
  private static final long serialVersionUID = 1L;

  private static final String WITHOUT_COPY =
      ". Without a copy: trailhouse lake check says what it held, and trailhouse lake check --repair"
          + " imports its log files again";

  private final TrailhouseException told;

  private BrokenFileException(TrailhouseException told) {
    super(told, "%s", told.getMessage());
    this.told = told;
  }

  /// A file that is there and damaged.
  public static BrokenFileException damaged(
      String location, String why, @Nullable Throwable cause) {
    return new BrokenFileException(
        new TrailhouseException(
            Code.TABLE_DAMAGED,
            "a file of the table is damaged: " + why,
            location,
            "Put the file back from a copy" + WITHOUT_COPY,
            cause));
  }

  /// A file that is not there, or no file, or not to be read.
  static NotFoundException gone(String location, String why, @Nullable Throwable cause) {
    return new NotFoundException(
        new TrailhouseException(
            Code.TABLE_DAMAGED,
            "a file of the table is not where the table says: " + why,
            location,
            "If the home folder was moved or copied, use it at its old place: the table knows its"
                + " files by their full paths; otherwise put the file back from a copy"
                + WITHOUT_COPY,
            cause),
        "%s",
        location);
  }

  /// What is said to people.
  public TrailhouseException told() {
    return told;
  }
}
