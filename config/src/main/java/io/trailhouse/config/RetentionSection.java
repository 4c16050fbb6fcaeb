package io.trailhouse.config;

import io.trailhouse.quantity.DurationText;
import io.trailhouse.quantity.QuantityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `lake.retention`.
final class RetentionSection {
  static final String ACCOUNTS = "lake.retention.accounts";

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
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
    if (NUMBER.matcher(text.strip()).matches()) {
      wrong.accept("has no unit; write days as 400d, weeks as 52w, years as 7y");
      return new Retention.Keep.Days(1);
    }
    try {
      Duration time = DurationText.parse(text);
      if (!time.equals(Duration.ofDays(time.toDays()))) {
        wrong.accept("has the wrong unit: whole days are dropped, so write 400d, 52w or 7y");
        return new Retention.Keep.Days(1);
      }
      if (time.toDays() < 1 || time.toDays() > MOST_DAYS) {
        wrong.accept("must be from 1d to 100000d, or `forever`");
      }
      return new Retention.Keep.Days((int) Math.max(1, Math.min(time.toDays(), MOST_DAYS)));
    } catch (QuantityException e) {
      wrong.accept("is neither `forever` nor a time such as 400d, 52w or 7y");
      return new Retention.Keep.Forever();
    }
  }
}
