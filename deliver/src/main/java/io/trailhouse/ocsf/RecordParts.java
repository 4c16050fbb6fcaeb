package io.trailhouse.ocsf;

import com.fasterxml.jackson.core.JsonParser;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.RecordJson;
import io.trailhouse.event.ValueKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record of which is known what has been mapped: whatever nobody took is in [#rest], so a field
/// that the mapping forgets, or that has an unexpected type, is never lost.
///
/// Belongs to one thread, for one record.
final class RecordParts {
  /// How many characters a field may have in `unmapped`, at least; beyond it stays one JSON text.
  private static final long ROOM = 1 << 20;

  private final EventView view;
  private final EventBatch batch;
  private final int first;
  private final boolean[] mapped;
  private final @Nullable Object[] read;

  RecordParts(EventView view) {
    this.view = view;
    this.batch = view.batch();
    this.first = batch.memberBegin(view.row());
    this.mapped = new boolean[batch.memberEnd(view.row()) - first];
    this.read = new @Nullable Object[mapped.length];
  }

  EventView view() {
    return view;
  }

  /// A string field's text, which counts as mapped.
  @Nullable String text(EventField field) {
    String text = view.text(field);
    if (text != null) {
      mapped[batch.find(view.row(), field) - first] = true;
    }
    return text;
  }

  /// A field's JSON text as it stands in the record, which counts as mapped; null for JSON null.
  @Nullable String json(EventField field) {
    int member = batch.find(view.row(), field);
    if (member < 0 || batch.kind(member) == ValueKind.NULL) {
      return null;
    }
    mapped[member - first] = true;
    return slice(member);
  }

  /// A field to take members from; an empty object when it is absent or no object. Only what is
  /// taken counts as mapped.
  RecordObject object(EventField field) {
    return value(batch.find(view.row(), field)) instanceof RecordObject object
        ? object
        : new RecordObject();
  }

  /// The same of a field that [EventField] does not list.
  RecordObject object(String name) {
    for (int i = 0; i < mapped.length; i++) {
      if (batch.field(first + i) == null && name(first + i).equals(name)) {
        return value(first + i) instanceof RecordObject object ? object : new RecordObject();
      }
    }
    return new RecordObject();
  }

  /// The elements of a list field; empty when it is absent or no list.
  List<?> list(EventField field) {
    return value(batch.find(view.row(), field)) instanceof List<?> list ? list : List.of();
  }

  /// Everything that is not mapped.
  Map<String, String> rest() {
    Unmapped rest = new Unmapped();
    for (int i = 0; i < mapped.length; i++) {
      if (!mapped[i]) {
        int member = first + i;
        String name = name(member);
        rest.begin(Math.max(ROOM, 4L * (batch.to(member) - batch.from(member))));
        if (RecordObject.leaves(name, value(member), rest)) {
          rest.keepStaged();
        } else {
          rest.keep(name, slice(member));
        }
      }
    }
    return rest.texts();
  }

  private @Nullable Object value(int member) {
    if (member < 0) {
      return null;
    }
    int at = member - first;
    if (read[at] == null) {
      int from = batch.from(member);
      try (JsonParser json = RecordJson.parser(batch.bytes(), from, batch.to(member) - from)) {
        json.nextToken();
        read[at] = RecordObject.read(json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return read[at];
  }

  private String name(int member) {
    return JsonStrings.decode(batch.bytes(), batch.keyFrom(member), batch.keyTo(member));
  }

  private String slice(int member) {
    int from = batch.from(member);
    return new String(batch.bytes(), from, batch.to(member) - from, StandardCharsets.UTF_8);
  }
}
