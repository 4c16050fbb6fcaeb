package io.trailhouse.lake.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Rows of every shape, the same again for the same seed: columns that are never, seldom, mostly
/// and always there, texts that repeat and texts that do not, lists of none and of some.
public final class RandomRows {
  private final Random random;
  private final int longest;
  private final EventRow row = new EventRow();
  private long time = 1_700_000_000_000_000L;

  public RandomRows(long seed, int longest) {
    this.random = new Random(seed);
    this.longest = longest;
  }

  public EventRow next() {
    row.clear();
    time += random.nextInt(3) == 0 ? 1_000_000L * random.nextInt(5) : 0;
    row.eventTime(time);
    row.ingested(42);
    row.text(0, Binary.fromString(new UUID(random.nextLong(), time).toString()));
    for (int column = 1; column < EventSchema.TEXTS; column++) {
      if (random.nextInt(6) < column % 7) {
        row.text(column, value(column));
      }
    }
    for (int flag = 0; flag < 2; flag++) {
      if (random.nextInt(3) > 0) {
        row.flag(flag, random.nextBoolean());
      }
    }
    resources();
    return row;
  }

  private Binary value(int column) {
    return switch (column % 4) {
      case 0 -> Binary.fromString("same");
      case 1 -> Binary.fromString("one of a few " + random.nextInt(20));
      case 2 -> Binary.fromString("ünique " + random.nextLong());
      default -> {
        int length = random.nextInt(column == 3 ? longest : 40);
        yield Binary.fromString("x".repeat(length) + random.nextInt(500));
      }
    };
  }

  private void resources() {
    int count = random.nextInt(5) - 2;
    if (count < -1) {
      return;
    }
    row.startResources();
    for (int element = 0; element < count; element++) {
      row.addResource();
      for (int column = 0; column < EventSchema.RESOURCE_TEXTS; column++) {
        if (random.nextInt(3) > 0) {
          row.resource(column, value(column));
        }
      }
    }
  }

  public List<String> take(int count) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(shown(next()));
    }
    return rows;
  }

  public static String shown(EventRow row) {
    StringBuilder shown = new StringBuilder();
    for (int column = 0; column < EventSchema.TEXTS; column++) {
      shown.append(text(row.text(column))).append('|');
    }
    for (int flag = 0; flag < 2; flag++) {
      shown.append(row.hasFlag(flag) ? row.flag(flag) : "-");
    }
    shown.append(row.eventTime()).append('|').append(row.ingested()).append('|');
    shown.append(row.resourceCount());
    for (int element = 0; element < row.resourceCount(); element++) {
      for (int column = 0; column < EventSchema.RESOURCE_TEXTS; column++) {
        shown.append('|').append(text(row.resource(element, column)));
      }
    }
    return shown.toString();
  }

  public static @Nullable String text(@Nullable Binary value) {
    if (value == null) {
      return null;
    }
    String text = value.toStringUsingUTF8();
    return text.length() < 1_000 ? text : text.length() + " characters, " + text.hashCode();
  }
}
