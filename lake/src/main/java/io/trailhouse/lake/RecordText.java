package io.trailhouse.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.RecordJson;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Puts a record together again from its row, by the layout that [RowMapper] wrote.
///
/// A layout names the record's members in their order, one letter each ([EventSchema]'s codes): `A`
/// the value of that column, spelled the one usual way; `A-` a JSON null; `A"` a truth value
/// spelled as a string; `A(…)` an object, its members between the brackets; `A[(…)(…)]` a list of
/// objects; `+` the next member of `extra`, key and value as they came. A layout that begins with
/// `?` belongs to a record without a readable `eventTime`; one that ends with `*` says that `extra`
/// is the record.
///
/// Not for several threads at once.
public final class RecordText {
  static final char WHOLE = '*';
  static final char NO_TIME = '?';
  static final char NULL = '-';
  static final char QUOTED = '"';
  static final char FROM_EXTRA = '+';

  private final Output out = new Output();
  private @Nullable EventRow row;
  private byte[] layout = {};
  private int at;
  private int element;
  private @Nullable JsonParser extra;
  private byte[] extraBytes = {};

  /// The record of a row as UTF-8 text; a new array each time.
  byte[] of(EventRow source) {
    Binary layoutValue = source.text(EventSchema.LAYOUT);
    Binary extraValue = source.text(EventSchema.EXTRA);
    if (layoutValue == null) {
      throw damaged("a row has no layout");
    }
    layout = layoutValue.getBytes();
    extraBytes = extraValue == null ? new byte[0] : extraValue.getBytes();
    if (layout.length > 0 && layout[layout.length - 1] == WHOLE) {
      return extraBytes;
    }
    row = source;
    extra = null;
    at = 0;
    out.reset();
    boolean noTime = layout.length > 0 && layout[0] == NO_TIME;
    if (noTime) {
      at++;
      nextOfExtra();
    }
    out.write('{');
    try {
      members(null, 0);
    } catch (IOException e) {
      throw damaged("a row's extra is not JSON: " + e.getMessage());
    }
    out.write('}');
    return out.toByteArray();
  }

  private void members(EventSchema.@Nullable Node parent, int end) throws IOException {
    boolean first = true;
    while (at < layout.length && layout[at] != end) {
      char code = (char) layout[at++];
      if (!first) {
        out.write(',');
      }
      first = false;
      if (code == FROM_EXTRA) {
        copyFromExtra();
        continue;
      }
      EventSchema.Node node =
          parent == null ? EventSchema.nodeWithCode(code) : parent.childWithCode(code);
      if (node == null) {
        throw damaged("a row's layout has the unknown letter " + code);
      }
      out.write('"');
      out.write(node.key());
      out.write('"');
      out.write(':');
      value(node, parent != null && parent.kind() == EventSchema.Kind.LIST);
    }
    at++;
  }

  private void value(EventSchema.Node node, boolean inList) throws IOException {
    int mark = at < layout.length ? layout[at] : 0;
    if (mark == NULL) {
      at++;
      out.write("null");
      return;
    }
    switch (node.kind()) {
      case TEXT -> {
        out.write('"');
        out.encode(text(node, inList));
        out.write('"');
      }
      case JSON -> out.write(text(node, inList));
      case TIME -> {
        out.write('"');
        out.write(
            Instant.ofEpochSecond(Math.floorDiv(requireRow().eventTime(), 1_000_000L)).toString());
        out.write('"');
      }
      case FLAG -> flag(node, mark == QUOTED);
      case STRUCT -> {
        at++;
        out.write('{');
        members(node, ')');
        out.write('}');
      }
      case LIST -> list(node);
    }
  }

  private void flag(EventSchema.Node node, boolean quoted) {
    String value = requireRow().flag(node.leaf()) ? "true" : "false";
    if (quoted) {
      at++;
      out.write('"');
    }
    out.write(value);
    if (quoted) {
      out.write('"');
    }
  }

  private void list(EventSchema.Node node) throws IOException {
    at++;
    element = 0;
    out.write('[');
    while (layout[at] != ']') {
      at++;
      out.write(element == 0 ? "{" : ",{");
      members(node, ')');
      out.write('}');
      element++;
    }
    at++;
    out.write(']');
  }

  private Binary text(EventSchema.Node node, boolean inList) {
    Binary value =
        inList ? requireRow().resource(element, node.leaf()) : requireRow().text(node.leaf());
    if (value == null) {
      throw damaged("a row has no " + node.column() + " though its layout names it");
    }
    return value;
  }

  private EventRow requireRow() {
    if (row == null) {
      throw new IllegalStateException("no row");
    }
    return row;
  }

  private int nextOfExtra() {
    try {
      if (extra == null) {
        extra = RecordJson.parser(extraBytes, 0, extraBytes.length);
        extra.nextToken();
      }
      if (extra.nextToken() != JsonToken.FIELD_NAME) {
        throw damaged("a row's extra has fewer members than its layout names");
      }
      int from = (int) extra.currentTokenLocation().getByteOffset();
      extra.nextToken();
      extra.skipChildren();
      extra.finishToken();
      return from;
    } catch (IOException e) {
      throw damaged("a row's extra is not JSON: " + e.getMessage());
    }
  }

  private void copyFromExtra() throws IOException {
    int from = nextOfExtra();
    if (extra != null) {
      int to = (int) extra.currentLocation().getByteOffset();
      out.write(extraBytes, from, to - from);
    }
  }

  private static TrailhouseException damaged(String problem) {
    return new TrailhouseException(
        Code.TABLE_DAMAGED,
        problem,
        "table events",
        "Another program has rewritten the table's columns; restore the snapshot before that");
  }

  /// Bytes without checked exceptions, and the one spelling of strings.
  private static final class Output extends ByteArrayOutputStream {
    Output() {
      super(4096);
    }

    void write(String ascii) {
      byte[] bytes = ascii.getBytes(StandardCharsets.UTF_8);
      write(bytes, 0, bytes.length);
    }

    void write(Binary value) {
      byte[] bytes = value.getBytesUnsafe();
      write(bytes, 0, bytes.length);
    }

    void encode(Binary text) {
      byte[] bytes = text.getBytesUnsafe();
      if (JsonStrings.needsEscape(bytes)) {
        bytes = JsonStringEncoder.getInstance().quoteAsUTF8(text.toStringUsingUTF8());
      }
      write(bytes, 0, bytes.length);
    }
  }
}
