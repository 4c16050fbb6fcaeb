package io.trailhouse.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Recognises, under whatever a library threw, the few problems of the machine that a user can fix.
public final class Causes {
  private static final int DEEPEST = 20;
  private static final String AWS = "software.amazon.awssdk.";

  private static final Pattern TABLE_FORMAT =
      Pattern.compile(
          "org\\.apache\\.(?:avro|parquet)\\..*"
              + "|org\\.apache\\.iceberg\\.exceptions\\.(?:NotFound|RuntimeIO)Exception");

  private static final Pattern METADATA_READERS =
      Pattern.compile(
          "org\\.apache\\.(?:avro\\..*|parquet\\..*|iceberg\\.(?:avro\\..*|util\\.JsonUtil|\\w+Parser))");

  /// So many frames above the throw: the check itself, and who asked for it.
  private static final int FRAMES = 5;

  /// How a library prints its objects: a class's name and the fields in brackets.
  private static final Pattern DUMP =
      Pattern.compile("[\\s:\\[]*\\b[A-Z]\\w*\\((?=\\w*[=)]).*", Pattern.DOTALL);

  private Causes() {}

  /// A failure of files to be thrown on: as the problem that a user can fix where it is one.
  public static RuntimeException unchecked(IOException failure, String place) {
    TrailhouseException known = orOfFiles(failure, place).orElse(null);
    return known == null ? new UncheckedIOException(failure) : known;
  }

  /// The same as [#of], and what else is wrong with a file: for whoever tells it to a person and
  /// has no better words.
  public static Optional<TrailhouseException> orOfFiles(Throwable failure, String place) {
    Optional<TrailhouseException> known = of(failure, place);
    return known.isPresent() ? known : ofFiles(failure, place);
  }

  private static Optional<TrailhouseException> ofFiles(Throwable failure, String place) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof FileSystemException || cause instanceof FileNotFoundException) {
        return Optional.of(
            new TrailhouseException(
                Code.HOME_UNUSABLE,
                "a file or folder cannot be used: " + FileReason.of((IOException) cause),
                FileReason.place(cause, place),
                "See that what is named is there, is of its kind, and may be read and written",
                failure));
      }
      if (cause instanceof JsonProcessingException json) {
        return Optional.of(
            new TrailhouseException(
                Code.HOME_UNUSABLE,
                "a file that was read does not hold what it should: " + JsonReason.of(json),
                place,
                "Put it back from a copy; a command with --debug tells which it is",
                failure));
      }
    }
    return Optional.empty();
  }

  /// The problem behind a failure; empty when it is none of these, so a mistake of the program.
  ///
  /// @param place what was being worked on, for people
  public static Optional<TrailhouseException> of(Throwable failure, String place) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof TrailhouseException known) {
        return Optional.of(known);
      }
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("no space left on device")
          || message.contains("disk is full")
          || message.contains("disk quota exceeded")) {
        return Optional.of(
            new TrailhouseException(
                Code.DISK_FULL,
                "there is no room left on the disk",
                FileReason.place(cause, place),
                "Make room on the disk that this lies on, or choose another place, then do the"
                    + " same again: what was committed is recognised, nothing is lost or"
                    + " doubled",
                failure));
      }
      if (cause instanceof AccessDeniedException
          || message.contains("read-only file system")
          || message.contains("readonly database")) {
        return Optional.of(
            new TrailhouseException(
                Code.HOME_UNUSABLE,
                "it may not be written",
                FileReason.place(cause, place),
                "Make it writable, or choose another place",
                failure));
      }
    }
    return ofLibraries(failure, place);
  }

  /// What only a library's exception tells, once it is known that the machine is not to blame.
  private static Optional<TrailhouseException> ofLibraries(Throwable failure, String place) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      String name = cause.getClass().getName();
      String words = words(cause);
      if (words.contains("SQLITE_CORRUPT") || words.contains("SQLITE_NOTADB")) {
        return damaged("the catalog is damaged: " + words, place, failure);
      }
      if (TABLE_FORMAT.matcher(name).matches() || isOfMetadata(cause)) {
        return damaged("a file of the table cannot be read: " + words, place, failure);
      }
      if (name.startsWith(AWS)) {
        return Optional.of(
            new TrailhouseException(
                Code.SOURCE_UNREADABLE,
                "AWS cannot be asked: " + words,
                place,
                "See that `aws sts get-caller-identity` works with the same credentials and Region",
                failure));
      }
    }
    return Optional.empty();
  }

  /// Whether a reader of the table format stumbled over what it read: it says so as of a wrong
  /// argument, or a number of the file has led it beside its own arrays.
  private static boolean isOfMetadata(Throwable cause) {
    return cause instanceof RuntimeException
        && Arrays.stream(cause.getStackTrace())
            .limit(FRAMES)
            .anyMatch(frame -> METADATA_READERS.matcher(frame.getClassName()).matches());
  }

  private static Optional<TrailhouseException> damaged(
      String problem, String place, Throwable failure) {
    return Optional.of(
        new TrailhouseException(
            Code.TABLE_DAMAGED,
            problem,
            place,
            "Put catalog.db and the warehouse of the home folder back from a copy; a command with"
                + " --debug tells more",
            failure));
  }

  /// The first line of what an exception says, without what libraries print of their objects.
  public static String words(Throwable problem) {
    if (problem instanceof JsonProcessingException json) {
      return JsonReason.of(json);
    }
    String message = problem.getMessage();
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    String plain = DUMP.matcher(line).replaceFirst("").strip();
    return plain.isEmpty() ? problem.getClass().getSimpleName() : plain;
  }
}
