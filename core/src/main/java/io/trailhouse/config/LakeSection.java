package io.trailhouse.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `lake`.
final class LakeSection {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})\\s*([a-z]*)");
  private static final int MOST_DAYS = 100_000;

  private final Values values;

  LakeSection(Values values) {
    this.values = values;
  }

  LakeSpec read() {
    return new LakeSpec(
        warehouse(),
        catalog(),
        new Retention(keep(Keys.KEEP_MANAGEMENT), keep(Keys.KEEP_DATA), keep(Keys.KEEP_INSIGHT)));
  }

  private @Nullable Path warehouse() {
    String text = values.text(Keys.WAREHOUSE);
    if (text == null) {
      return null;
    }
    if (text.isBlank() || text.contains("://")) {
      values.wrong(Keys.WAREHOUSE, "must be a local folder; buckets are not supported yet");
      return null;
    }
    try {
      return values.folder().resolve(text).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      values.wrong(Keys.WAREHOUSE, "is not the name of a folder");
      return null;
    }
  }

  private CatalogSpec catalog() {
    String text = values.text(Keys.CATALOG);
    if (text != null && !text.equals("embedded")) {
      boolean planned = text.matches("(?s)jdbc:.*|rest:.*|glue");
      values.wrong(
          Keys.CATALOG,
          planned
              ? "is not supported yet by this version, which has the catalog `embedded`"
              : "is no catalog; this version has `embedded`");
    }
    return new CatalogSpec.Embedded();
  }

  private Retention.Keep keep(Keys key) {
    String text = values.text(key);
    if (text == null || text.equals("forever")) {
      return new Retention.Keep.Forever();
    }
    Matcher duration = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!duration.matches()) {
      values.wrong(key, "is neither `forever` nor a time such as 400d, 52w or 7y");
      return new Retention.Keep.Forever();
    }
    long count = Long.parseLong(duration.group(1));
    long days =
        switch (duration.group(2)) {
          case "d" -> count;
          case "w" -> 7 * count;
          case "y" -> 365 * count;
          case "" -> {
            values.wrong(key, "has no unit; write days as 400d, weeks as 52w, years as 7y");
            yield 1;
          }
          default -> {
            values.wrong(
                key, "has the wrong unit: whole days are dropped, so write 400d, 52w or 7y");
            yield 1;
          }
        };
    if (days < 1 || days > MOST_DAYS) {
      values.wrong(key, "must be from 1d to 100000d, or `forever`");
    }
    return new Retention.Keep.Days((int) Math.max(1, Math.min(days, MOST_DAYS)));
  }
}
