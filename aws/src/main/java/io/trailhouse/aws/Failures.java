package io.trailhouse.aws;

import io.trailhouse.destination.RetryAfter;
import io.trailhouse.problem.Causes;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
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

  private static final int DEEPEST = 20;

  /// The SDK's own readers of JSON and XML, by the names in their messages.
  private static final Pattern NO_JSON =
      Pattern.compile("JsonParseException|JsonEOFException|XMLStreamException|Unrecognized token");

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

  /// The time for which a service asks before it is asked again, by its own clock where it gives a
  /// date; null for none.
  public static @Nullable Duration asked(SdkHttpResponse answer) {
    String text = answer.firstMatchingHeader("Retry-After").orElse("");
    Instant now = RetryAfter.moment(answer.firstMatchingHeader("Date").orElse(""));
    return now == null && RetryAfter.moment(text) != null
        ? null
        : RetryAfter.of(text, now == null ? Instant.EPOCH : now);
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
    String way = ofTheWay(problem);
    if (way != null) {
      return way;
    }
    Throwable told = problem;
    while (told instanceof SdkException && told.getCause() instanceof IOException inner) {
      told = inner;
    }
    String words = Causes.words(told);
    return words.startsWith(NO_CREDENTIALS) ? "no credentials are found" + OWN_REMEDY : words;
  }

  /// What stands between this machine and the service, however deep it lies; null for anything
  /// else.
  private static @Nullable String ofTheWay(Exception problem) {
    Throwable cause = problem;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        String host = String.valueOf(cause.getMessage()).replaceFirst(":.*", "");
        return "the host " + host + " is not found";
      }
      String words = String.valueOf(cause.getMessage());
      if (words.startsWith("Unable to unmarshall") || NO_JSON.matcher(words).find()) {
        return "what answers there is not the service: its answer cannot be read";
      }
    }
    return null;
  }

  /// Whether a role may not be assumed, whatever was asked with it.
  static boolean isRoleRefused(Exception problem) {
    return problem instanceof StsException answer && code(answer).startsWith("AccessDenied");
  }
}
