package io.trailhouse.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `aws`.
final class AwsSection {
  static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d+");

  /// A name with its path, or an ARN (IAM user guide, "IAM identifiers").
  static final Pattern ROLE =
      Pattern.compile(
          "(arn:aws[a-z-]*:iam::(\\d{12}|\\{account\\}):role/)?[A-Za-z0-9+=,.@_/-]{1,576}");

  private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9+=,.@:/_-]{2,1224}");
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);

  private final Values values;

  AwsSection(Values values) {
    this.values = values;
  }

  AwsSpec read() {
    AwsSpec usual = AwsSpec.DEFAULT;
    String session = values.text(Keys.SESSION);
    Duration asked =
        session == null
            ? null
            : Values.time(session, SHORTEST, LONGEST, wrong -> values.wrong(Keys.SESSION, wrong));
    return new AwsSpec(
        accounts(),
        checked(Keys.ROLE, ROLE, "is neither the name nor the ARN of a role"),
        externalId(values.text(Keys.EXTERNAL_ID)),
        asked == null ? usual.session() : asked,
        values.text(Keys.PROFILE),
        checked(Keys.REGION, REGION, "is no Region; one is eu-central-1"));
  }

  private @Nullable String externalId(@Nullable String text) {
    if (text != null && !EXTERNAL_ID.matcher(text).matches()) {
      values.wrong(
          Keys.EXTERNAL_ID, "is no external id: 2 to 1224 letters, digits and + = , . @ : / _ -");
    }
    return text;
  }

  private @Nullable String checked(Keys key, Pattern form, String wrong) {
    String text = values.text(key);
    if (text != null && !form.matcher(text).matches()) {
      values.wrong(key, wrong);
      return null;
    }
    return text;
  }

  private AwsSpec.Accounts accounts() {
    List<String> items = values.items(Keys.ACCOUNTS);
    if (items.isEmpty() || items.equals(List.of("own"))) {
      return new AwsSpec.Accounts.Own();
    }
    if (items.equals(List.of("organization"))) {
      return new AwsSpec.Accounts.Organization();
    }
    if (!items.stream().allMatch(item -> ACCOUNT.matcher(item).matches())) {
      values.wrong(
          Keys.ACCOUNTS, "must be `own`, `organization`, or a list of accounts of 12 digits each");
    }
    return new AwsSpec.Accounts.Listed(items.stream().distinct().toList());
  }
}
