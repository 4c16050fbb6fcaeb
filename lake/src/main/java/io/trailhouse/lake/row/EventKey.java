package io.trailhouse.lake.row;

import io.trailhouse.event.CanonicalJson;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventReader;
import io.trailhouse.event.EventTime;
import io.trailhouse.event.JsonStrings;
import io.trailhouse.event.ValueKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Binary;

/// What makes two records the same event: equal `eventID`, `recipientAccountId` and `eventTime`;
/// without an `eventID`, equal JSON. Here as 128 bits that belong to this process only.
///
/// Mutable, so that no object is made per record. Not for several threads at once.
public final class EventKey {
  private static final long NO_ACCOUNT = 0x9e3779b97f4a7c15L;
  private static final long MICROS_OF_HOUR = 3_600_000_000L;

  private static final EventSchema.Node ID_NODE = EventSchema.node(EventField.EVENT_ID);
  private static final EventSchema.Node ACCOUNT_NODE =
      EventSchema.node(EventField.RECIPIENT_ACCOUNT_ID);
  private static final int ID = ID_NODE.leaf();
  private static final char ID_CODE = ID_NODE.code();
  private static final int ACCOUNT = ACCOUNT_NODE.leaf();
  private static final char ACCOUNT_CODE = ACCOUNT_NODE.code();

  /// The hour of records without a readable time: they are looked for in the whole table.
  public static final long NO_HOUR = Long.MIN_VALUE;

  private long high;
  private long low;
  private long hour;

  /// Takes the key of a record.
  ///
  /// @param micros the record's own time, or [EventTime#UNREADABLE]
  public void ofRecord(EventBatch batch, int row, long micros) {
    int id = textMember(batch, row, EventField.EVENT_ID);
    if (id < 0) {
      ofJson(batch.bytes(), batch.rowFrom(row), batch.rowTo(row), micros);
      return;
    }
    int account = textMember(batch, row, EventField.RECIPIENT_ACCOUNT_ID);
    byte[] bytes = batch.bytes();
    long idHash = textHash(bytes, batch.from(id), batch.to(id));
    long accountHash =
        account < 0 ? NO_ACCOUNT : textHash(bytes, batch.from(account), batch.to(account));
    mix(idHash, accountHash, micros);
  }

  /// The key that a record would have if its time could not be read, as it could not be by the
  /// version that stored it perhaps.
  public void ofUntimed(EventBatch batch, int row) {
    ofRecord(batch, row, EventTime.UNREADABLE);
  }

  /// Takes the key from the row's columns.
  ///
  /// @param micros the row's own time, or [EventTime#UNREADABLE]
  /// @return false when the columns do not tell it; then [#ofText] needs the row's record
  public boolean ofRow(EventRow row, long micros) {
    Binary layout = row.text(EventSchema.LAYOUT);
    Binary id = row.text(ID);
    Binary account = row.text(ACCOUNT);
    if (layout == null
        || id == null
        || !isExact(layout, ID_CODE)
        || (account != null && !isExact(layout, ACCOUNT_CODE))) {
      return false;
    }
    mix(hash(id), account == null ? NO_ACCOUNT : hash(account), micros);
    return true;
  }

  /// Whether a column holds a string as the record has it: a number fits the column too, and is
  /// another id. Letters of the top stand nowhere below it.
  private static boolean isExact(Binary layout, char code) {
    ByteBuffer bytes = layout.toByteBuffer();
    for (int at = bytes.position(); at < bytes.limit(); at++) {
      if (bytes.get(at) == code) {
        return true;
      }
    }
    return false;
  }

  /// The key of a record that stands alone.
  public void ofText(byte[] record, long micros) {
    List<EventBatch> batches = new ArrayList<>(1);
    byte[] file =
        new byte[RecordText.FILE_OPENING.length + record.length + RecordText.FILE_CLOSING.length];
    System.arraycopy(RecordText.FILE_OPENING, 0, file, 0, RecordText.FILE_OPENING.length);
    System.arraycopy(record, 0, file, RecordText.FILE_OPENING.length, record.length);
    int end = RecordText.FILE_OPENING.length + record.length;
    System.arraycopy(RecordText.FILE_CLOSING, 0, file, end, RecordText.FILE_CLOSING.length);
    try {
      new EventReader().read(new ByteArrayInputStream(file), batches::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (batches.size() == 1 && batches.get(0).rows() == 1) {
      ofRecord(batches.get(0), 0, micros);
    } else {
      ofJson(record, 0, record.length, micros);
    }
  }

  /// The key of a record without an `eventID`.
  private void ofJson(byte[] bytes, int from, int to, long micros) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(CanonicalJson.of(bytes, from, to)));
    high = digest.getLong();
    low = digest.getLong();
    hour = hourOf(micros);
  }

  private void mix(long idHash, long accountHash, long micros) {
    long rest = ByteHash.of(accountHash, micros);
    set(ByteHash.of(idHash, rest), ByteHash.of(rest, idHash * 0x9e3779b97f4a7c15L + 1), micros);
  }

  /// Takes the key of a record.
  public void set(long high, long low, long micros) {
    this.high = high;
    this.low = low;
    this.hour = hourOf(micros);
  }

  /// The first half of the 128 bits that tell an event from others of its time.
  public long high() {
    return high;
  }

  /// The second half.
  public long low() {
    return low;
  }

  /// Hours since 1970 of the event's time; events of one key are of one hour.
  public long hour() {
    return hour;
  }

  /// Hours since 1970; [#NO_HOUR] for an unreadable time.
  public static long hourOf(long micros) {
    return micros == EventTime.UNREADABLE ? NO_HOUR : Math.floorDiv(micros, MICROS_OF_HOUR);
  }

  /// The time of a stored row as its record says it.
  public static long ownTime(EventRow row) {
    Binary layout = row.text(EventSchema.LAYOUT);
    boolean noTime = layout != null && layout.length() > 0 && first(layout) == RecordText.NO_TIME;
    return noTime ? EventTime.UNREADABLE : row.eventTime();
  }

  /// A value can be a slice of a page: its buffer begins at its position, not at 0.
  private static byte first(Binary value) {
    ByteBuffer bytes = value.toByteBuffer();
    return bytes.get(bytes.position());
  }

  private static int textMember(EventBatch batch, int row, EventField field) {
    int member = batch.find(row, field);
    if (member < 0 || batch.kind(member) != ValueKind.STRING) {
      return -1;
    }
    int from = batch.from(member);
    int to = batch.to(member);
    boolean inColumn =
        JsonStrings.isPlain(batch.bytes(), from, to)
            || JsonStrings.isEncodable(JsonStrings.decode(batch.bytes(), from, to));
    return inColumn ? member : -1;
  }

  private static long textHash(byte[] bytes, int from, int to) {
    if (JsonStrings.isPlain(bytes, from, to)) {
      return ByteHash.of(bytes, from + 1, to - 1);
    }
    byte[] text = JsonStrings.decode(bytes, from, to).getBytes(StandardCharsets.UTF_8);
    return ByteHash.of(text, 0, text.length);
  }

  private static long hash(Binary value) {
    byte[] bytes = value.getBytesUnsafe();
    return ByteHash.of(bytes, 0, bytes.length);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The same key as a value, for maps.
  public record Value(long high, long low) {}

  /// The key as a value that stays when this object goes on to the next.
  public Value value() {
    return new Value(high, low);
  }
}
