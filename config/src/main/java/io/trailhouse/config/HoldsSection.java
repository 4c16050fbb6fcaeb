package io.trailhouse.config;

import io.trailhouse.quantity.QuantityException;
import io.trailhouse.quantity.TimePoint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `lake.holds`.
final class HoldsSection {
  static final String SECTION = "lake.holds";

  /// An ARN, or a principal's unique id (IAM user guide, "IAM identifiers") with or without the
  /// name of its session.
  private static final Pattern PRINCIPAL =
      Pattern.compile("arn:aws[a-z-]*:[^\\s*?]+|[A-Z0-9]{12,128}(:[^\\s*?]+)?");

  private final Values values;

  HoldsSection(Values values) {
    this.values = values;
  }

  List<HoldSpec> read() {
    List<HoldSpec> holds = new ArrayList<>();
    for (ConfigTree.Named named : values.named(SECTION)) {
      holds.add(hold(named.name()));
    }
    return List.copyOf(holds);
  }

  private HoldSpec hold(String name) {
    Instant from = moment(Keys.HOLD_FROM, name, false);
    Instant until = moment(Keys.HOLD_TO, name, true);
    if (from != null && until != null && !from.isBefore(until)) {
      values.wrong(Keys.HOLD_TO, name, "lies before from, so nothing would be held");
    }
    return new HoldSpec(
        name,
        items(Keys.HOLD_ACCOUNTS, name, AwsSection.ACCOUNT, "has an account without 12 digits"),
        from,
        until,
        items(
            Keys.HOLD_PRINCIPALS,
            name,
            PRINCIPAL,
            "has what is neither a whole ARN nor a principal id such as AIDAEXAMPLE1234567890"),
        values.text(Keys.HOLD_REASON, name));
  }

  private List<String> items(Keys key, String name, Pattern form, String wrong) {
    List<String> items = values.items(key, name);
    String text = values.text(key, name);
    if (items.isEmpty() && text != null) {
      values.wrong(key, name, "names nobody; leave the key out where all are meant");
    } else if (!items.stream().allMatch(item -> form.matcher(item).matches())) {
      values.wrong(key, name, wrong);
    }
    return items;
  }

  /// @param isEnd whether it is the first moment behind what is written: behind the day of a date,
  ///   else behind the moment itself
  private @Nullable Instant moment(Keys key, String name, boolean isEnd) {
    String text = values.text(key, name);
    if (text == null) {
      return null;
    }
    try {
      TimePoint point = TimePoint.parseZoned(text);
      Instant moment = isEnd ? point.end(Instant.EPOCH) : point.start(Instant.EPOCH);
      return isEnd && point instanceof TimePoint.Moment
          ? moment.plus(1, ChronoUnit.MICROS)
          : moment;
    } catch (QuantityException e) {
      values.wrong(key, name, e.problem());
      return null;
    }
  }
}
