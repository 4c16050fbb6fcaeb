package io.trailhouse.aws;

import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What the SDK's exceptions mean here, in a line for people.
public final class Failures {
  private static final int NOT_FOUND = 404;
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

  /// Answered with 400, but they pass.
  private static final Set<String> PASSING =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestTimeout",
          "RequestExpired",
          "ThrottlingException",
          "Throttling",
          "OverLimit",
          "RequestThrottled",
          "TooManyRequestsException");

  private Failures() {}

  static FetchFailure of(String what, Exception problem) {
    return new FetchFailure(kind(problem), what + ": " + text(problem), problem);
  }

  static FetchFailure.Kind kind(Exception problem) {
    if (problem instanceof AwsServiceException answer) {
      String code = code(answer);
      if (code.equals("NoSuchKey") || (answer.statusCode() == NOT_FOUND && code.isEmpty())) {
        return FetchFailure.Kind.MISSING;
      }
      boolean refused =
          answer.statusCode() == NOT_FOUND
              || (REFUSALS.contains(answer.statusCode()) && !PASSING.contains(code));
      return refused ? FetchFailure.Kind.REFUSED : FetchFailure.Kind.PASSING;
    }
    return FetchFailure.Kind.PASSING;
  }

  /// The service's error code; empty when there is none.
  public static String code(AwsServiceException answer) {
    return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
        ? ""
        : answer.awsErrorDetails().errorCode();
  }

  /// The service's code and words, or what went wrong on the way there.
  public static String text(Exception problem) {
    if (problem instanceof AwsServiceException answer && !code(answer).isEmpty()) {
      String words = answer.awsErrorDetails().errorMessage();
      return words == null || words.isBlank() ? code(answer) : code(answer) + " (" + words + ")";
    }
    Throwable told = problem;
    while (told instanceof SdkException && told.getCause() instanceof IOException inner) {
      told = inner;
    }
    String message = told.getMessage();
    return message == null
        ? told.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
