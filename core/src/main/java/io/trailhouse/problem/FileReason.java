package io.trailhouse.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/// Why a file or folder cannot be read or written, for people: no name of an exception and no text
/// of Java's, where it has better words.
public final class FileReason {
  private static final String LOOP = "its link leads back to itself";
  private static final String ENDS_EARLY = "it ends too early";

  /// What the system says, in any case of letters, and what that means.
  private static final Map<String, String> OF_SYSTEM =
      Map.of(
          "no such file or directory", "it is no longer there",
          "permission denied", "permission denied",
          "is a directory", "it is a folder",
          "not a directory", "what it should lie in is no folder",
          "file name too long", "its name is too long",
          "no space left on device", "there is no room left on the disk",
          "disk quota exceeded", "there is no room left on the disk",
          "read-only file system", "it can only be read",
          "input/output error", "the disk fails to read or write it");

  /// The system's reason behind a path, as old classes of Java put it.
  private static final Pattern BEHIND_PATH = Pattern.compile(".*\\(([^()]+)\\)", Pattern.DOTALL);

  private static final Pattern METHOD = Pattern.compile("compression method: (\\d+)");

  private FileReason() {}

  /// The same of a failure on the way through a folder.
  public static String of(UncheckedIOException problem) {
    return of(Objects.requireNonNull(problem.getCause()));
  }

  public static String of(IOException problem) {
    if (problem instanceof FileSystemException named) {
      return ofSystem(named);
    }
    if (problem instanceof JsonProcessingException json) {
      return JsonReason.of(json);
    }
    String message = Objects.requireNonNullElse(problem.getMessage(), "");
    if (problem instanceof FileNotFoundException) {
      Matcher behind = BEHIND_PATH.matcher(message);
      return behind.matches() ? words(behind.group(1)) : "it is no longer there";
    }
    if (problem instanceof EOFException || message.startsWith("Truncated ")) {
      return ENDS_EARLY;
    }
    if (problem instanceof ZipException) {
      return ofPacked(message);
    }
    if (problem instanceof CharacterCodingException) {
      return "its bytes are no UTF-8 text";
    }
    return message.isEmpty() ? "it cannot be read or written" : words(message);
  }

  /// The same of a failure that may be of another kind, which tells its own words then.
  public static String ofAny(Throwable problem) {
    if (problem instanceof IOException failed) {
      return of(failed);
    }
    return problem instanceof UncheckedIOException failed
        ? of(failed)
        : Objects.requireNonNullElse(problem.getMessage(), problem.getClass().getSimpleName());
  }

  /// The path that a failure is about, with what was being worked on, where it is not that itself.
  public static String place(Throwable problem, String place) {
    Throwable cause = problem;
    while (cause != null && !(cause instanceof FileSystemException)) {
      cause = cause.getCause();
    }
    if (!(cause instanceof FileSystemException named)) {
      return place;
    }
    String file = named.getOtherFile() == null ? named.getFile() : named.getOtherFile();
    if (file == null || place.contains(file)) {
      return place;
    }
    return file.contains(place) ? file : file + ", " + place;
  }

  private static String ofSystem(FileSystemException problem) {
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof NoSuchFileException) {
      return "it is no longer there";
    }
    if (problem instanceof FileSystemLoopException) {
      return LOOP;
    }
    if (problem instanceof FileAlreadyExistsException) {
      return "something else is there";
    }
    if (problem instanceof NotDirectoryException) {
      return "it is no folder";
    }
    if (problem instanceof DirectoryNotEmptyException) {
      return "it is a folder that is not empty";
    }
    String reason = problem.getReason();
    return reason == null ? "it cannot be read or written" : words(reason);
  }

  private static String words(String reason) {
    return reason.startsWith("Too many levels of symbolic links")
        ? LOOP
        : OF_SYSTEM.getOrDefault(reason.toLowerCase(Locale.ROOT), reason);
  }

  private static String ofPacked(String message) {
    String said = message.toLowerCase(Locale.ROOT);
    if (said.contains("encrypted")) {
      return "it is protected with a password: unpack it first";
    }
    Matcher method = METHOD.matcher(said);
    if (method.find()) {
      return "it is packed in a way that is not read (zip method %s): unpack it first"
          .formatted(method.group(1));
    }
    if (said.contains("end header")) {
      return "it is no whole zip archive: the list of its entries at its end is missing";
    }
    return said.contains("cen ") || said.contains("loc ") || said.contains("header")
        ? "the list of its entries is damaged"
        : "its packed bytes are damaged";
  }
}
