package io.trailhouse.lake.row;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.EventView;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.ValueKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Spreads a record over the columns of a row, and writes the layout by which [RecordText] puts it
/// together again.
///
/// Nothing is lost for its shape: what a column cannot hold exactly stands in `extra`, and beside
/// it in the column as far as it fits. Not for several threads at once.
public final class RowMapper {
  private static final int MOST_LAYOUTS = 20_000;
  private static final Binary WHOLE = Binary.fromString("*");
  private static final Binary WHOLE_WITHOUT_TIME = Binary.fromString("?*");

  private final EventTime times = new EventTime();
  private final CompositeReader composites = new CompositeReader();
  private final StringBuilder layout = new StringBuilder();
  private final ByteArrayOutputStream extra = new ByteArrayOutputStream();
  private final Map<String, Binary> layouts = new HashMap<>();

  /// When the record happened, in microseconds since 1970; [EventTime#UNREADABLE] when it does not
  /// say so readably.
  public long eventTime(EventBatch batch, int row) {
    return times.own(batch, row);
  }

  /// Whether a record says its time in CloudTrail's own spelling.
  public boolean isUsualTime(EventBatch batch, int row) {
    int member = batch.find(row, EventField.EVENT_TIME);
    return member >= 0
        && times.isUsualSpelling(batch.bytes(), batch.from(member), batch.to(member));
  }

  /// Whether a record says when it happened: by its time, or by its window.
  public boolean hasTime(EventBatch batch, int row) {
    return times.written(batch, row) != EventTime.UNREADABLE;
  }

  /// The time that stands in for an unreadable one: an Aggregated record has the start of its time
  /// window, any other record the delivery of its log file.
  public long standInTime(EventBatch batch, int row, Instant deliveredAt) {
    long window = times.windowStart(batch, row);
    return window == EventTime.UNREADABLE ? EventTime.inRange(deliveredAt) : window;
  }

  private static long standIn(@Nullable Instant deliveredAt) {
    return deliveredAt == null ? EventTime.UNREADABLE : EventTime.inRange(deliveredAt);
  }

  /// Fills all columns that come from the record.
  ///
  /// @param deliveredAt the time that stands in for an unreadable one; null for none, which leaves
  ///   the row without a time
  public void map(EventView view, @Nullable Instant deliveredAt, EventRow into) {
    EventBatch batch = view.batch();
    into.clear();
    layout.setLength(0);
    extra.reset();
    long time = eventTime(batch, view.row());
    if (time == EventTime.UNREADABLE) {
      long window = times.windowStart(batch, view.row());
      boolean hasWindow = window != EventTime.UNREADABLE;
      String standIn = deliveredAt == null ? "\"none\"" : "\"delivery time\"";
      time = hasWindow ? window : standIn(deliveredAt);
      layout.append(RecordText.NO_TIME);
      extra("\"th_eventtime\"", hasWindow ? "\"window start\"" : standIn);
    }
    into.eventTime(time);
    long seen = 0;
    boolean repeated = false;
    for (int m = batch.memberBegin(view.row()); m < batch.memberEnd(view.row()); m++) {
      EventField field = batch.field(m);
      if (field == null) {
        toExtra(batch, m);
        continue;
      }
      EventSchema.Node node = EventSchema.node(field);
      long bit = 1L << bit(field);
      if ((seen & bit) != 0) {
        repeated = true;
        continue;
      }
      seen |= bit;
      member(batch, m, node, into);
    }
    if (repeated) {
      wholeRecord(view, into);
      return;
    }
    into.text(EventSchema.LAYOUT, layout());
    into.text(EventSchema.EXTRA, extra.size() == 0 ? null : closedExtra());
  }

  @SuppressWarnings("EnumOrdinal") // a bit of one run; never stored
  private static int bit(EventField field) {
    return field.ordinal();
  }

  /// A record that repeats a key: readers disagree about its meaning, so its text stays as it is.
  /// The columns have the first value of each key, or rows could not be told apart by them.
  private void wholeRecord(EventView view, EventRow into) {
    EventBatch batch = view.batch();
    int from = batch.rowFrom(view.row());
    boolean noTime = layout.length() > 0 && layout.charAt(0) == RecordText.NO_TIME;
    into.text(EventSchema.LAYOUT, noTime ? WHOLE_WITHOUT_TIME : WHOLE);
    into.text(
        EventSchema.EXTRA,
        Binary.fromConstantByteArray(batch.bytes(), from, batch.rowTo(view.row()) - from));
  }

  private void member(EventBatch batch, int member, EventSchema.Node node, EventRow into) {
    ValueKind kind = batch.kind(member);
    if (kind == ValueKind.NULL) {
      layout.append(node.code()).append(RecordText.NULL);
      return;
    }
    boolean exact =
        switch (node.kind()) {
          case TEXT -> text(batch, member, node, into);
          case JSON -> json(batch, member, node, into);
          case FLAG -> flag(batch, member, node, into);
          case TIME -> time(batch, member, node);
          case STRUCT -> kind == ValueKind.OBJECT && composite(batch, member, node, into);
          case LIST -> kind == ValueKind.ARRAY && composite(batch, member, node, into);
        };
    if (!exact) {
      toExtra(batch, member);
    }
  }

  /// A number, true and false fit a column of text by their spelling; `extra` has them exactly.
  private boolean text(EventBatch batch, int member, EventSchema.Node node, EventRow into) {
    byte[] bytes = batch.bytes();
    int from = batch.from(member);
    int to = batch.to(member);
    if (batch.kind(member) != ValueKind.STRING) {
      if (batch.kind(member) != ValueKind.OBJECT && batch.kind(member) != ValueKind.ARRAY) {
        into.text(node.leaf(), Binary.fromConstantByteArray(bytes, from, to - from));
      }
      return false;
    }
    if (JsonStrings.isPlain(bytes, from, to)) {
      into.text(node.leaf(), Binary.fromConstantByteArray(bytes, from + 1, to - from - 2));
      layout.append(node.code());
      return true;
    }
    String text = JsonStrings.decode(bytes, from, to);
    if (!JsonStrings.isEncodable(text)) {
      return false;
    }
    into.text(node.leaf(), Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8)));
    if (!JsonStrings.isUsualSpelling(text, bytes, from, to)) {
      return false;
    }
    layout.append(node.code());
    return true;
  }

  private boolean json(EventBatch batch, int member, EventSchema.Node node, EventRow into) {
    int from = batch.from(member);
    into.text(
        node.leaf(), Binary.fromConstantByteArray(batch.bytes(), from, batch.to(member) - from));
    layout.append(node.code());
    return true;
  }

  private boolean flag(EventBatch batch, int member, EventSchema.Node node, EventRow into) {
    switch (batch.kind(member)) {
      case TRUE, FALSE -> {
        into.flag(node.leaf(), batch.kind(member) == ValueKind.TRUE);
        layout.append(node.code());
        return true;
      }
      case STRING -> {
        String text = JsonStrings.decode(batch.bytes(), batch.from(member), batch.to(member));
        boolean exact = text.equals("true") || text.equals("false");
        if (exact) {
          into.flag(node.leaf(), text.equals("true"));
          layout.append(node.code()).append(RecordText.QUOTED);
        }
        return exact;
      }
      default -> {
        return false;
      }
    }
  }

  private boolean time(EventBatch batch, int member, EventSchema.Node node) {
    boolean exact =
        batch.kind(member) == ValueKind.STRING
            && times.isUsualSpelling(batch.bytes(), batch.from(member), batch.to(member));
    if (exact) {
      layout.append(node.code());
    }
    return exact;
  }

  private boolean composite(EventBatch batch, int member, EventSchema.Node node, EventRow into) {
    String inner = composites.read(node, batch.bytes(), batch.from(member), batch.to(member), into);
    if (inner == null) {
      return false;
    }
    layout.append(node.code()).append(inner);
    return true;
  }

  private void toExtra(EventBatch batch, int member) {
    layout.append(RecordText.FROM_EXTRA);
    separate();
    byte[] bytes = batch.bytes();
    extra.write(bytes, batch.keyFrom(member), batch.keyTo(member) - batch.keyFrom(member));
    extra.write(':');
    extra.write(bytes, batch.from(member), batch.to(member) - batch.from(member));
  }

  private void extra(String key, String value) {
    separate();
    extra.writeBytes((key + ":" + value).getBytes(StandardCharsets.UTF_8));
  }

  private void separate() {
    extra.write(extra.size() == 0 ? '{' : ',');
  }

  private Binary closedExtra() {
    extra.write('}');
    return Binary.fromConstantByteArray(extra.toByteArray());
  }

  private Binary layout() {
    String text = layout.toString();
    Binary known = layouts.get(text);
    if (known == null) {
      if (layouts.size() >= MOST_LAYOUTS) {
        layouts.clear();
      }
      known = Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
      layouts.put(text, known);
    }
    return known;
  }
}
