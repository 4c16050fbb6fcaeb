package io.trailhouse.lake.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.trailhouse.event.BatchBuilder;
import io.trailhouse.event.JsonSpans;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.RecordJson;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
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

  /// What stands before and after the records of a log file, for text that is read as one.
  static final byte[] FILE_OPENING = "{\"Records\":[".getBytes(StandardCharsets.UTF_8);

  static final byte[] FILE_CLOSING = "]}".getBytes(StandardCharsets.UTF_8);

  private final BatchBuilder own = new BatchBuilder();
  private BatchBuilder out = own;
  private @Nullable EventRow row;
  private byte[] layout = {};
  private int at;
  private int element;
  private @Nullable JsonParser extra;
  private byte[] extraBytes = {};

  /// Begins the text of a log file, to which records are added with commas between them.
  public static void openFile(ByteArrayOutputStream file) {
    file.writeBytes(FILE_OPENING);
  }

  /// Ends the text of a log file.
  public static void closeFile(ByteArrayOutputStream file) {
    file.writeBytes(FILE_CLOSING);
  }

  /// The record of a row as UTF-8 text; a new array each time.
  public byte[] of(EventRow source) {
    own.reset();
    return writeTo(own, source) ? Arrays.copyOf(own.bytes(), own.size()) : extraBytes;
  }

  /// Adds the record of a row to a batch, unless the row holds it as it came: then [#of] says it,
  /// and it has to be read.
  ///
  /// @return whether it was added
  public boolean writeTo(BatchBuilder batch, EventRow source) {
    Binary layoutValue = source.text(EventSchema.LAYOUT);
    Binary extraValue = source.text(EventSchema.EXTRA);
    if (layoutValue == null) {
      throw damaged("a row has no layout");
    }
    layout = layoutValue.getBytes();
    extraBytes = extraValue == null ? new byte[0] : extraValue.getBytes();
    if (layout.length > 0 && layout[layout.length - 1] == WHOLE) {
      return false;
    }
    out = batch;
    row = source;
    extra = null;
    at = 0;
    out.beginRecord();
    boolean noTime = layout.length > 0 && layout[0] == NO_TIME;
    if (noTime) {
      at++;
      nextOfExtra();
    }
    out.write('{');
    try {
      members(null, 0);
    } catch (IOException e) {
      throw damaged("a row's extra is not JSON: " + FileReason.of(e));
    }
    out.write('}');
    out.endRecord();
    return true;
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
        copyFromExtra(parent == null);
        continue;
      }
      EventSchema.Node node =
          parent == null ? EventSchema.nodeWithCode(code) : parent.childWithCode(code);
      if (node == null) {
        throw damaged("a row's layout has the unknown letter " + code);
      }
      if (parent == null) {
        member(node);
      } else {
        key(node);
        out.write(':');
        value(node, parent.kind() == EventSchema.Kind.LIST);
      }
    }
    at++;
  }

  /// A member of the record itself.
  private void member(EventSchema.Node node) throws IOException {
    out.beginKey();
    key(node);
    out.endKey();
    out.write(':');
    out.beginValue();
    value(node, false);
    out.endMember();
  }

  private void key(EventSchema.Node node) {
    out.write('"');
    ascii(node.key());
    out.write('"');
  }

  private void value(EventSchema.Node node, boolean inList) throws IOException {
    int mark = at < layout.length ? layout[at] : 0;
    if (mark == NULL) {
      at++;
      ascii("null");
      return;
    }
    switch (node.kind()) {
      case TEXT -> {
        out.write('"');
        encode(text(node, inList));
        out.write('"');
      }
      case JSON -> text(node, inList).writeTo(out);
      case TIME -> {
        out.write('"');
        ascii(
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
    ascii(value);
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
      ascii(element == 0 ? "{" : ",{");
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
      throw damaged("a row's extra is not JSON: " + FileReason.of(e));
    }
  }

  /// @param isOfRecord whether it is a member of the record itself
  private void copyFromExtra(boolean isOfRecord) throws IOException {
    int from = nextOfExtra();
    JsonParser parser = extra;
    if (parser == null) {
      throw new IllegalStateException("it was just read");
    }
    int to = (int) parser.currentLocation().getByteOffset();
    if (!isOfRecord) {
      out.write(extraBytes, from, to - from);
      return;
    }
    int keyTo = JsonSpans.scalarEnd(extraBytes, from);
    int valueFrom = JsonSpans.next(extraBytes, keyTo);
    out.beginKey();
    out.write(extraBytes, from, keyTo - from);
    out.endKey();
    out.write(extraBytes, keyTo, valueFrom - keyTo);
    out.beginValue();
    out.write(extraBytes, valueFrom, to - valueFrom);
    out.endMember();
  }

  private static TrailhouseException damaged(String problem) {
    return new TrailhouseException(
        Code.TABLE_DAMAGED,
        problem,
        "table events",
        "Another program has rewritten the table's columns; restore the snapshot before that");
  }

  private void ascii(String text) {
    for (int at = 0; at < text.length(); at++) {
      out.write(text.charAt(at));
    }
  }

  /// The text of a string in the one usual spelling.
  private void encode(Binary text) throws IOException {
    int from = out.size();
    text.writeTo(out);
    if (JsonStrings.needsEscape(out.bytes(), from, out.size())) {
      out.cut(from);
      byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text.toStringUsingUTF8());
      out.write(escaped, 0, escaped.length);
    }
  }
}
