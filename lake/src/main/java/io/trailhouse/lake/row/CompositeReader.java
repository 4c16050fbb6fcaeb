package io.trailhouse.lake.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Reads `userIdentity`, `tlsDetails` and `resources` into their columns.
///
/// The same identity stands in many records of a log file, so what one text gave is remembered by
/// the text; a new text in the same place of the memory drives the old one out. Not for several
/// threads at once.
final class CompositeReader {
  private static final int REMEMBERED = 1 << 13;

  private final @Nullable Reading[] remembered = new Reading[REMEMBERED];
  private final StringBuilder layout = new StringBuilder();
  private boolean exact;

  /// What one text gave.
  private record Reading(
      byte[] text, EventSchema.Node node, @Nullable Binary[] values, @Nullable String layout) {}

  /// Where the text under way stands.
  private record Span(byte[] bytes, int from) {}

  /// Fills the columns as far as they fit.
  ///
  /// @return the layout of the value with its brackets; null when the columns do not hold it
  ///   exactly
  @Nullable String read(EventSchema.Node node, byte[] bytes, int from, int to, EventRow into) {
    if (node.kind() == EventSchema.Kind.LIST) {
      into.startResources();
      String list = parse(node, bytes, from, to, into);
      if (into.resourceCount() == 0 && list == null) {
        into.clearResources();
      }
      return list;
    }
    int place = place(bytes, from, to);
    Reading reading = remembered[place];
    if (reading == null
        || !reading.node().key().equals(node.key())
        || !Arrays.equals(reading.text(), 0, reading.text().length, bytes, from, to)) {
      reading = readNew(node, bytes, from, to, into);
      remembered[place] = reading;
    }
    @Nullable Binary[] values = reading.values();
    for (int leaf = 0; leaf < values.length; leaf++) {
      into.text(node.leaf() + leaf, values[leaf]);
    }
    return reading.layout();
  }

  private Reading readNew(EventSchema.Node node, byte[] bytes, int from, int to, EventRow into) {
    byte[] text = Arrays.copyOfRange(bytes, from, to);
    String inner = parse(node, text, 0, text.length, into);
    @Nullable Binary[] values = new Binary[node.leaves()];
    for (int leaf = 0; leaf < values.length; leaf++) {
      values[leaf] = into.text(node.leaf() + leaf);
    }
    return new Reading(text, node, values, inner);
  }

  private static int place(byte[] bytes, int from, int to) {
    return (int) ByteHash.of(bytes, from, to) & (REMEMBERED - 1);
  }

  private @Nullable String parse(
      EventSchema.Node node, byte[] bytes, int from, int to, EventRow into) {
    layout.setLength(0);
    exact = true;
    Span span = new Span(bytes, from);
    try (JsonParser json = RecordJson.parser(bytes, from, to - from)) {
      json.nextToken();
      if (node.kind() == EventSchema.Kind.LIST) {
        list(json, node, span, into);
      } else {
        object(json, node, span, into);
      }
      return exact ? layout.toString() : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void list(JsonParser json, EventSchema.Node node, Span span, EventRow into)
      throws IOException {
    layout.append('[');
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        exact = false;
        json.skipChildren();
        continue;
      }
      into.addResource();
      object(json, node, span, into);
    }
    layout.append(']');
  }

  private void object(JsonParser json, EventSchema.Node node, Span span, EventRow into)
      throws IOException {
    layout.append('(');
    long seen = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      EventSchema.Node child = node.child(json.currentName());
      JsonToken token = json.nextToken();
      if (child == null || (seen & bit(child)) != 0) {
        exact = false;
        json.skipChildren();
        continue;
      }
      seen |= bit(child);
      layout.append(child.code());
      if (token == JsonToken.VALUE_NULL) {
        layout.append(RecordText.NULL);
      } else if (child.kind() == EventSchema.Kind.STRUCT) {
        struct(json, child, span, into);
      } else {
        leaf(json, node, child, span, into);
      }
    }
    layout.append(')');
  }

  private static long bit(EventSchema.Node child) {
    return 1L << (child.code() - 'a');
  }

  private void struct(JsonParser json, EventSchema.Node child, Span span, EventRow into)
      throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      object(json, child, span, into);
    } else {
      exact = false;
      json.skipChildren();
    }
  }

  private void leaf(
      JsonParser json, EventSchema.Node node, EventSchema.Node child, Span span, EventRow into)
      throws IOException {
    byte[] bytes = span.bytes();
    int begin = span.from() + (int) json.currentTokenLocation().getByteOffset();
    boolean string = json.currentToken() == JsonToken.VALUE_STRING;
    boolean fits = json.currentToken().isScalarValue();
    String text = fits ? json.getText() : "";
    json.skipChildren();
    json.finishToken();
    int end = span.from() + (int) json.currentLocation().getByteOffset();
    Binary value;
    if (child.kind() == EventSchema.Kind.JSON) {
      value = Binary.fromConstantByteArray(bytes, begin, end - begin);
    } else if (!fits || !JsonStrings.isEncodable(text)) {
      exact = false;
      return;
    } else {
      value = Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
      exact &= string && JsonStrings.isUsualSpelling(text, bytes, begin, end);
    }
    if (node.kind() == EventSchema.Kind.LIST) {
      into.resource(child.leaf(), value);
    } else {
      into.text(child.leaf(), value);
    }
  }
}
