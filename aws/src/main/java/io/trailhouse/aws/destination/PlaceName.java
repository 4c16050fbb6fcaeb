package io.trailhouse.aws.destination;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names of what routes write to. They are looked at before anything is sent, because services say
/// the same of a wrong name as of a wrong record, and a record is then refused for good.
public enum PlaceName {
  /// The URL of an SQS queue.
  QUEUE("https?://[^/\\s?#@]+/(?:[^/\\s?#]+/)*[A-Za-z0-9_-]{1,80}(?:\\.fifo)?"),
  /// The ARN of an SNS topic.
  TOPIC("arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(?:\\.fifo)?"),
  /// The name or ARN of an EventBridge bus.
  BUS("(?:arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/)?" + "[/.A-Za-z0-9_-]{1,256}"),
  /// The name or ARN of a Kinesis data stream.
  STREAM("(?:arn:[a-z-]+:kinesis:[a-z0-9-]+:[0-9]{12}:stream/)?[A-Za-z0-9_.-]{1,128}"),
  /// The name of a Firehose stream.
  FIREHOSE("[A-Za-z0-9_.-]{1,64}"),
  /// The name of a CloudWatch Logs group.
  LOG_GROUP("[.A-Za-z0-9_/#-]{1,512}"),
  /// The name of a stream in a CloudWatch Logs group.
  LOG_STREAM("[^:*\\p{Cntrl}]{1,512}");

  private static final Pattern REGION_OF_ARN = Pattern.compile("arn:[^:]+:[^:]+:([a-z0-9-]+):.*");
  private static final Pattern REGION_OF_URL =
      Pattern.compile(
          "https?://(?:sqs(?:-fips)?\\.([a-z0-9-]+)|([a-z0-9-]+)\\.queue)\\.amazonaws\\.com.*");

  private final Pattern form;

  PlaceName(String form) {
    this.form = Pattern.compile(form);
  }

  public boolean isOne(String text) {
    return form.matcher(text).matches();
  }

  /// The same text.
  ///
  /// @throws IllegalArgumentException when it can be no such name
  String checked(String text) {
    if (!isOne(text)) {
      String what = name().toLowerCase(Locale.ROOT).replace('_', ' ');
      throw new IllegalArgumentException("this names no " + what + ": " + Verdict.plain(text));
    }
    return text;
  }

  /// The Region that an ARN or the URL of a queue names; null when it names none. A client of
  /// another Region does not reach it.
  public static @Nullable String regionOf(String text) {
    Matcher arn = REGION_OF_ARN.matcher(text);
    if (arn.matches()) {
      return arn.group(1);
    }
    Matcher url = REGION_OF_URL.matcher(text);
    if (!url.matches()) {
      return null;
    }
    return url.group(1) == null ? url.group(2) : url.group(1);
  }
}
