package io.trailhouse.aws;

import io.trailhouse.problem.Causes;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

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

  private static final String ROLE_REMEDY =
      "; the role's trust policy must name these credentials, and where it asks for an external id"
          + " that is given with --external-id, or as external-id in the configuration";

  private static final String NO_CREDENTIALS = "Unable to load credentials";
  private static final String OWN_REMEDY =
      "; set them as for the AWS CLI (`aws sts get-caller-identity` must work)";

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
      String said =
          words == null || words.isBlank() ? code(answer) : code(answer) + " (" + words + ")";
      return isRoleRefused(answer) ? said + ROLE_REMEDY : said;
    }
    Throwable told = problem;
    while (told instanceof SdkException && told.getCause() instanceof IOException inner) {
      told = inner;
    }
    String words = Causes.words(told);
    return words.startsWith(NO_CREDENTIALS) ? "no credentials are found" + OWN_REMEDY : words;
  }

  /// Whether a role may not be assumed, whatever was asked with it.
  static boolean isRoleRefused(Exception problem) {
    return problem instanceof StsException answer && code(answer).startsWith("AccessDenied");
  }
}
