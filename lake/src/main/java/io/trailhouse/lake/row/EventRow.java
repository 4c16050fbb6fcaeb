package io.trailhouse.lake.row;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// One row of the table `events`, column by column, as Parquet takes and gives it.
///
/// Mutable and reused: whoever fills it owns it until the next fill, and copies what shall stay.
/// Column numbers are those of [EventSchema].
public final class EventRow {
  private static final byte ABSENT = -1;
  private static final byte NO = 0;
  private static final byte YES = 1;

  private final @Nullable Binary[] texts = new Binary[EventSchema.TEXTS];
  private final byte[] flags = new byte[2];
  private @Nullable Binary[] resources = new Binary[EventSchema.RESOURCE_TEXTS * 8];
  private int resourceCount = -1;
  private long eventTime;
  private long ingested;

  /// Makes the row empty, to be filled again.
  public void clear() {
    Arrays.fill(texts, null);
    Arrays.fill(flags, ABSENT);
    clearResources();
  }

  /// The text of a column by its number in [EventSchema]; null where the row has none.
  public @Nullable Binary text(int column) {
    return texts[column];
  }

  /// The same as a string.
  public @Nullable String string(int column) {
    Binary text = text(column);
    return text == null ? null : text.toStringUsingUTF8();
  }

  /// Sets a column of text; null for none.
  public void text(int column, @Nullable Binary value) {
    texts[column] = value;
  }

  /// Whether any text column from `from` up to, not including, `to` has a value.
  public boolean hasText(int from, int to) {
    for (int column = from; column < to; column++) {
      if (texts[column] != null) {
        return true;
      }
    }
    return false;
  }

  /// Whether a truth value is there.
  public boolean hasFlag(int flag) {
    return flags[flag] != ABSENT;
  }

  /// A truth value; what it says counts only where [#hasFlag] does.
  public boolean flag(int flag) {
    return flags[flag] == YES;
  }

  void flag(int flag, boolean value) {
    flags[flag] = value ? YES : NO;
  }

  /// Microseconds since 1970, UTC; [io.trailhouse.event.EventTime#UNREADABLE] for none, which only
  /// objects of routes have.
  public long eventTime() {
    return eventTime;
  }

  /// The time of the event in microseconds since 1970, as the table gets it.
  public void eventTime(long micros) {
    eventTime = micros;
  }

  /// The same of the import.
  public long ingested() {
    return ingested;
  }

  /// When the row was made, in microseconds since 1970.
  public void ingested(long micros) {
    ingested = micros;
  }

  /// How many elements `resources` has; -1 when it is null.
  public int resourceCount() {
    return resourceCount;
  }

  void startResources() {
    resourceCount = 0;
  }

  void clearResources() {
    if (resourceCount > 0) {
      Arrays.fill(resources, 0, resourceCount * EventSchema.RESOURCE_TEXTS, null);
    }
    resourceCount = -1;
  }

  void addResource() {
    resourceCount++;
    if (resourceCount * EventSchema.RESOURCE_TEXTS > resources.length) {
      resources = Arrays.copyOf(resources, resources.length * 2);
    }
  }

  /// One of the texts of a resource; null where it has none.
  public @Nullable Binary resource(int element, int column) {
    return resources[element * EventSchema.RESOURCE_TEXTS + column];
  }

  /// Sets a column of the element that was added last.
  public void resource(int column, @Nullable Binary value) {
    resources[(resourceCount - 1) * EventSchema.RESOURCE_TEXTS + column] = value;
  }
}
