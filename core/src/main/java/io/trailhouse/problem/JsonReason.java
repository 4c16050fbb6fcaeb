package io.trailhouse.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Pattern;

/// Why a text is no JSON, for people: the reader's own message names its classes and settings.
public final class JsonReason {
  private static final Pattern SOURCES =
      Pattern.compile("\\s*(?:\\(start marker )?at \\[Source:[^\\n]*?\\](?:\\))?");

  private JsonReason() {}

  /// What is wrong, and at which line and column.
  public static String of(JsonProcessingException problem) {
    return kind(problem) + place(problem);
  }

  private static String kind(JsonProcessingException problem) {
    if (problem instanceof JsonEOFException) {
      return "its JSON ends too early";
    }
    return problem instanceof StreamConstraintsException
        ? "its JSON is deeper or longer than what is read"
        : "it is no JSON";
  }

  private static String place(JsonProcessingException problem) {
    JsonLocation at = problem.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : ", at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  /// The reader's sentence for whoever wrote the text, without what it says of itself.
  public static String sentence(JsonProcessingException problem) {
    String sentence = SOURCES.matcher(problem.getOriginalMessage()).replaceAll("");
    return sentence.lines().findFirst().orElse("").strip();
  }

  /// The same with its line and column.
  public static String written(JsonProcessingException problem) {
    JsonLocation at = problem.getLocation();
    return at == null
        ? sentence(problem)
        : "%s (line %d, column %d)".formatted(sentence(problem), at.getLineNr(), at.getColumnNr());
  }
}
