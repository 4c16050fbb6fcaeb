package io.trailhouse.aws.route;

import io.trailhouse.aws.Failures;
import io.trailhouse.sink.MessageSink.Refusal;
import io.trailhouse.sink.NotDelivered;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/// Whether what was not taken may be taken later. Only a fault of the record itself does not pass:
/// a permission, a key or a queue that is missing is mended by people, and the route waits for
/// them.
final class Verdict {
  private static final int TOO_LARGE = 413;
  private static final int LONGEST = 300;
  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}+");

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
    String reason = where + ": " + plain(Failures.text(problem));
    return new NotDelivered(reason, passes(problem), problem);
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
    return new Refusal(index, plain(reason), passing);
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
