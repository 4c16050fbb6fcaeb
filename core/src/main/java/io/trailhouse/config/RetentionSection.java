package io.trailhouse.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `lake.retention`.
final class RetentionSection {
  static final String ACCOUNTS = "lake.retention.accounts";

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})\\s*([a-z]*)");
  private static final int MOST_DAYS = 100_000;

  private final Values values;

  RetentionSection(Values values) {
    this.values = values;
  }

  /// The general times.
  Retention read() {
    return new Retention(keep(Keys.KEEP_MANAGEMENT), keep(Keys.KEEP_DATA), keep(Keys.KEEP_INSIGHT));
  }

  /// The times of accounts that have their own, each with the general ones where it says nothing.
  Map<String, Retention> accounts(Retention general) {
    Map<String, Retention> accounts = new LinkedHashMap<>();
    for (ConfigTree.Named named : values.named(ACCOUNTS)) {
      String account = named.name();
      if (!AwsSection.ACCOUNT.matcher(account).matches()) {
        values.wrong(ACCOUNTS, named, "'" + account + "' is no account; it has 12 digits");
      }
      accounts.put(
          account,
          new Retention(
              keep(Keys.KEEP_MANAGEMENT_OF, account, general.management()),
              keep(Keys.KEEP_DATA_OF, account, general.data()),
              keep(Keys.KEEP_INSIGHT_OF, account, general.insight())));
    }
    return accounts;
  }

  private Retention.Keep keep(Keys key) {
    return keep(
        values.text(key), new Retention.Keep.Forever(), problem -> values.wrong(key, problem));
  }

  private Retention.Keep keep(Keys key, String account, Retention.Keep general) {
    return keep(values.text(key, account), general, problem -> values.wrong(key, account, problem));
  }

  private static Retention.Keep keep(
      @Nullable String text, Retention.Keep usual, Consumer<String> wrong) {
    if (text == null) {
      return usual;
    }
    if (text.equals("forever")) {
      return new Retention.Keep.Forever();
    }
    Matcher duration = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!duration.matches()) {
      wrong.accept("is neither `forever` nor a time such as 400d, 52w or 7y");
      return new Retention.Keep.Forever();
    }
    long count = Long.parseLong(duration.group(1));
    long days =
        switch (duration.group(2)) {
          case "d" -> count;
          case "w" -> 7 * count;
          case "y" -> 365 * count;
          case "" -> {
            wrong.accept("has no unit; write days as 400d, weeks as 52w, years as 7y");
            yield 1;
          }
          default -> {
            wrong.accept("has the wrong unit: whole days are dropped, so write 400d, 52w or 7y");
            yield 1;
          }
        };
    if (days < 1 || days > MOST_DAYS) {
      wrong.accept("must be from 1d to 100000d, or `forever`");
    }
    return new Retention.Keep.Days((int) Math.max(1, Math.min(days, MOST_DAYS)));
  }
}
