package io.trailhouse.aws.destination;

import io.trailhouse.aws.Failures;
import io.trailhouse.destination.Failure;
import io.trailhouse.destination.MessageSink.Refusal;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.problem.TerminalEscaper;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/// Whether what was not taken may be taken later. Only a fault of the record itself does not pass:
/// a permission, a key or a queue that is missing is fixed by people, and the route waits for them.
final class Verdict {
  private static final int TOO_LARGE = 413;
  private static final int LONGEST = 300;
  private static final Pattern UNPRINTABLE = Pattern.compile(TerminalEscaper.ONE + "+");

  /// Codes of the services' API references for what is wrong with a record, without a namespace.
  private static final Set<String> FOR_GOOD =
      Set.of(
          "BatchRequestTooLong",
          "BatchRequestTooLongException",
          "EntityTooLarge",
          "InvalidArgumentException",
          "InvalidAttributeValue",
          "InvalidMessageContents",
          "InvalidParameter",
          "InvalidParameterException",
          "InvalidParameterValue",
          "InvalidParameterValueException",
          "KeyTooLongError",
          "MalformedDetail",
          "ParameterValueInvalid",
          "SerializationException",
          "ValidationError",
          "ValidationException");

  /// With the same codes services refuse an ARN of another Region, and name its parameter.
  private static final Pattern OF_THE_PLACE =
      Pattern.compile(
          "\\b(?:QueueUrl|TopicArn|EventBusName|StreamARN|(?:delivery)?streamName|logGroupName"
              + "|logStreamName)\\b",
          Pattern.CASE_INSENSITIVE);

  private Verdict() {}

  /// @param where the service and the name of what was written to
  static NotDelivered of(String where, SdkException problem) {
    String reason = where + ": " + Failures.text(problem);
    return new NotDelivered(failure(reason, passes(problem)).asking(asked(problem)), problem);
  }

  private static boolean passes(SdkException problem) {
    if (problem instanceof StsException || !(problem instanceof AwsServiceException answer)) {
      return true; // the request with the record was not even made, or not answered
    }
    return passes(answer.statusCode(), Failures.code(answer))
        || OF_THE_PLACE.matcher(Failures.text(answer)).find();
  }

  static boolean passes(int status, String code) {
    return status != TOO_LARGE && !FOR_GOOD.contains(bare(code));
  }

  /// What became of one record of a call.
  ///
  /// @param code the service's error code
  /// @param words what the service says more
  static Refusal of(int index, String where, String code, String words) {
    return of(index, where, code, words, passes(0, code));
  }

  static Refusal of(int index, String where, String code, String words, boolean passing) {
    String reason = where + ": " + code + (words.isBlank() ? "" : " (" + words + ")");
    return new Refusal(index, failure(reason, passing));
  }

  static Failure failure(String reason, boolean passing) {
    return passing ? Failure.again(plain(reason)) : Failure.never(plain(reason));
  }

  /// The time for which a service asks; null for none.
  private static @Nullable Duration asked(SdkException problem) {
    if (!(problem instanceof AwsServiceException answer) || answer.awsErrorDetails() == null) {
      return null;
    }
    SdkHttpResponse response = answer.awsErrorDetails().sdkHttpResponse();
    return response == null ? null : Failures.asked(response);
  }

  /// Services' words may have the record's own text in them.
  static String plain(String text) {
    String clean = UNPRINTABLE.matcher(text).replaceAll(" ");
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "..." : clean;
  }

  /// `com.example#Code` and `AWS.Service.Code` as `Code`.
  private static String bare(String code) {
    return code.substring(Math.max(code.lastIndexOf('#'), code.lastIndexOf('.')) + 1);
  }
}
