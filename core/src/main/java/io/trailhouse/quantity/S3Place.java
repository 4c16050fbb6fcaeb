package io.trailhouse.quantity;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in S3: a bucket and what the keys there begin with, as in `s3://bucket/prefix/`.
///
/// @param prefix as it is written, never decoded; empty for the whole bucket
public record S3Place(String bucket, String prefix) {
  private static final String SCHEME = "s3://";

  private static final Pattern FORM = Pattern.compile("s3://([^/]*)(?:/(.*))?", Pattern.DOTALL);

  /// S3 user guide, "General purpose bucket naming rules".
  private static final Pattern TODAYS = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /// The same guide: what us-east-1 allowed before March 2018.
  private static final Pattern OLDER = Pattern.compile("[A-Za-z0-9._-]{3,255}");

  /// S3 user guide, "Naming Amazon S3 objects", in UTF-8.
  private static final int LONGEST_KEY = 1024;

  /// Stands in a bucket's name for each account's number.
  private static final String EACH_ACCOUNT = "{account}";

  private static final String REMEDY = "is no place in a bucket; one is s3://bucket/prefix/";

  /// Reads a place whose bucket is named by today's rules.
  public static S3Place parse(String text) throws QuantityException {
    return parse(text, TODAYS, "");
  }

  /// Reads a place whose bucket may be older than March 2018, when capitals and `_` were allowed.
  public static S3Place parseExisting(String text) throws QuantityException {
    return parse(text, OLDER, "");
  }

  /// Reads a place that may stand for one in each account, as `s3://trail-{account}/`.
  public static S3Place parseOfAccounts(String text) throws QuantityException {
    return parse(text, TODAYS, EACH_ACCOUNT);
  }

  private static S3Place parse(String text, Pattern rules, String standIn)
      throws QuantityException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new QuantityException(text, REMEDY);
    }
    String bucket = form.group(1);
    String filled = standIn.isEmpty() ? bucket : bucket.replace(standIn, "111122223333");
    if (!rules.matcher(filled).matches() || filled.contains("..")) {
      throw new QuantityException(
          text, REMEDY + ", a bucket's name has 3 to 63 lower-case letters, digits, . and -");
    }
    String prefix = form.group(2) == null ? "" : form.group(2);
    if (prefix.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw new QuantityException(text, "is longer than the 1,024 bytes that S3 allows a key");
    }
    return new S3Place(bucket, prefix);
  }

  /// Whether a text means to be a place in S3, well written or not.
  public static boolean isMeant(String text) {
    return text.startsWith(SCHEME);
  }

  /// Whether it stands for one bucket in each account.
  public boolean isOfAccounts() {
    return bucket.contains(EACH_ACCOUNT);
  }

  /// The same place as a folder: its prefix is empty or ends with a slash.
  public S3Place asFolder() {
    return prefix.isEmpty() || prefix.endsWith("/") ? this : new S3Place(bucket, prefix + "/");
  }

  /// The object whose key is the prefix with this behind it.
  public S3Place at(String key) {
    return new S3Place(bucket, prefix + key);
  }

  /// An object, as people are told of it.
  public static String text(String bucket, String key) {
    return SCHEME + bucket + "/" + key;
  }

  @Override
  public String toString() {
    return text(bucket, prefix);
  }
}
