package io.trailhouse.lake.row;

import io.trailhouse.event.EventField;
import java.util.Locale;
import org.apache.parquet.io.api.Binary;

/// The classes of events that retention tells apart.
public enum EventClass {
  /// Management events, and whatever does not say what it is: it is kept the longest.
  MANAGEMENT,
  /// Data events, with network activity and aggregated data events.
  DATA,
  /// Insights.
  INSIGHT;

  private static final int CATEGORY = EventSchema.node(EventField.EVENT_CATEGORY).leaf();
  private static final int INSIGHT_DETAILS = EventSchema.node(EventField.INSIGHT_DETAILS).leaf();
  private static final int MANAGEMENT_EVENT = EventSchema.node(EventField.MANAGEMENT_EVENT).leaf();

  /// The class named in a configuration, such as `data`.
  public static EventClass named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /// The class of a value of `eventcategory`.
  public static EventClass ofCategory(String category) {
    return switch (category) {
      case "Data", "NetworkActivity", "Aggregated" -> DATA;
      case "Insight" -> INSIGHT;
      default -> MANAGEMENT;
    };
  }

  /// Records older than event version 1.07 have no category; they tell by other fields.
  public static EventClass of(EventRow row) {
    Binary category = row.text(CATEGORY);
    if (category != null) {
      return ofCategory(category.toStringUsingUTF8());
    }
    if (row.text(INSIGHT_DETAILS) != null) {
      return INSIGHT;
    }
    return row.hasFlag(MANAGEMENT_EVENT) && !row.flag(MANAGEMENT_EVENT) ? DATA : MANAGEMENT;
  }
}
