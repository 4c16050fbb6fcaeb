package io.trailhouse.event;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Some event records of one log file: the file's bytes and, for each record, the spans of its
/// members in the order they stand in.
///
/// Immutable once built, so any number of threads may read it. It owns the bytes: whoever keeps a
/// view keeps the whole file in memory.
@SuppressWarnings("EnumOrdinal") // a tag packs field and kind of one run; it is never stored
public final class EventBatch {
  private static final int UNKNOWN = 0xFF;

  private final byte[] bytes;
  private final int rows;
  private final int[] rowFrom;
  private final int[] rowTo;
  private final int[] firstMember;
  private final int[] tags;
  private final int[] spans;

  /// One for each record, or one for all; empty where nothing is known.
  private final List<FileFacts> files;

  private EventBatch(Builder built, byte[] bytes) {
    this.bytes = bytes;
    this.rows = built.rows;
    this.rowFrom = Arrays.copyOf(built.rowFrom, rows);
    this.rowTo = Arrays.copyOf(built.rowTo, rows);
    this.firstMember = Arrays.copyOf(built.firstMember, rows + 1);
    this.firstMember[rows] = built.members;
    this.tags = Arrays.copyOf(built.tags, built.members);
    this.spans = Arrays.copyOf(built.spans, built.members * 4);
    this.files = List.of();
  }

  private EventBatch(EventBatch other, List<FileFacts> files) {
    this.bytes = other.bytes;
    this.rows = other.rows;
    this.rowFrom = other.rowFrom;
    this.rowTo = other.rowTo;
    this.firstMember = other.firstMember;
    this.tags = other.tags;
    this.spans = other.spans;
    this.files = files;
  }

  /// The same records, with what is known of the log file that all of them stand in.
  public EventBatch of(FileFacts file) {
    return new EventBatch(this, List.of(file));
  }

  /// The same records, with what is known of the log file of each.
  public EventBatch of(List<FileFacts> files) {
    if (files.size() != rows) {
      throw new IllegalArgumentException(files.size() + " files for " + rows + " records");
    }
    return new EventBatch(this, List.copyOf(files));
  }

  /// What is known of the log file of a record.
  public FileFacts file(int row) {
    return files.isEmpty() ? FileFacts.NONE : files.get(files.size() == 1 ? 0 : row);
  }

  /// A batch without records.
  public static EventBatch empty() {
    return new Builder().build(new byte[0]);
  }

  /// How many records it holds.
  public int rows() {
    return rows;
  }

  public EventView view(int row) {
    return new EventView(this, row);
  }

  /// The UTF-8 text that every span points into. Not a copy: never write to it.
  public byte[] bytes() {
    return bytes;
  }

  /// How much memory this batch holds, in bytes.
  public long footprint() {
    return bytes.length + 4L * (tags.length + spans.length + 3L * rows);
  }

  /// Where the record begins: the index of its opening brace.
  public int rowFrom(int row) {
    return rowFrom[row];
  }

  /// Where the record ends: one past its closing brace.
  public int rowTo(int row) {
    return rowTo[row];
  }

  /// The index of a record's first member; its members are numbered on up to [#memberEnd].
  public int memberBegin(int row) {
    return firstMember[row];
  }

  public int memberEnd(int row) {
    return firstMember[row + 1];
  }

  /// The field of a member, or null when [EventField] does not list its key.
  public @Nullable EventField field(int member) {
    int ordinal = tags[member] & 0xFF;
    return ordinal == UNKNOWN ? null : EventField.at(ordinal);
  }

  public ValueKind kind(int member) {
    return ValueKind.at(tags[member] >>> 8);
  }

  /// Where the member's key begins: the index of its opening quote.
  public int keyFrom(int member) {
    return spans[member * 4];
  }

  public int keyTo(int member) {
    return spans[member * 4 + 1];
  }

  /// Where the member's value begins; a string's quotes belong to the value.
  public int from(int member) {
    return spans[member * 4 + 2];
  }

  public int to(int member) {
    return spans[member * 4 + 3];
  }

  /// The member that holds a field in a record, or -1. With a repeated key, the first one.
  public int find(int row, EventField field) {
    int wanted = field.ordinal();
    for (int member = firstMember[row]; member < firstMember[row + 1]; member++) {
      if ((tags[member] & 0xFF) == wanted) {
        return member;
      }
    }
    return -1;
  }

  /// Collects spans while a reader walks; positions are relative to the batch's bytes.
  static final class Builder {
    private int rows;
    private int members;
    private int completeMembers;
    private int[] rowFrom = new int[64];
    private int[] rowTo = new int[64];
    private int[] firstMember = new int[65];
    private int[] tags = new int[64 * 24];
    private int[] spans = new int[64 * 24 * 4];

    int rows() {
      return rows;
    }

    /// Where the last complete record ends.
    int lastRowTo() {
      return rowTo[rows - 1];
    }

    /// The place behind the last complete record's members.
    int completeMembers() {
      return completeMembers;
    }

    int countSince(int mark, Set<EventField> fields) {
      int count = 0;
      for (int member = mark; member < members; member++) {
        int ordinal = tags[member] & 0xFF;
        if (ordinal != UNKNOWN && fields.contains(EventField.at(ordinal))) {
          count++;
        }
      }
      return count;
    }

    /// A place to go back to with [#rollback].
    int mark() {
      return members;
    }

    /// Forgets the members since a mark, but none of a complete record.
    void rollback(int mark) {
      members = Math.max(completeMembers, Math.min(mark, members));
    }

    boolean hasSince(int mark, EventField field) {
      for (int member = mark; member < members; member++) {
        if ((tags[member] & 0xFF) == field.ordinal()) {
          return true;
        }
      }
      return false;
    }

    /// Where the first value of a field begins since the mark, or -1.
    int valueFrom(int mark, EventField field) {
      for (int member = mark; member < members; member++) {
        if ((tags[member] & 0xFF) == field.ordinal()) {
          return spans[member * 4 + 2];
        }
      }
      return -1;
    }

    /// Notes a member; [#closeMember] says where its value is.
    void openMember(@Nullable EventField field, ValueKind kind, int keyFrom, int keyTo) {
      if (members == tags.length) {
        tags = Arrays.copyOf(tags, members * 2);
        spans = Arrays.copyOf(spans, members * 8);
      }
      tags[members] = (field == null ? UNKNOWN : field.ordinal()) | kind.ordinal() << 8;
      spans[members * 4] = keyFrom;
      spans[members * 4 + 1] = keyTo;
    }

    void closeMember(int from, int to) {
      spans[members * 4 + 2] = from;
      spans[members * 4 + 3] = to;
      members++;
    }

    /// Makes the members since a mark a record. Those between the record before and the mark are of
    /// objects around it, which it shows to be no records: they are forgotten.
    void addRow(int mark, int from, int to) {
      if (rows == rowFrom.length) {
        rowFrom = Arrays.copyOf(rowFrom, rows * 2);
        rowTo = Arrays.copyOf(rowTo, rows * 2);
        firstMember = Arrays.copyOf(firstMember, rows * 2 + 1);
      }
      int forgotten = mark - completeMembers;
      if (forgotten > 0) {
        System.arraycopy(tags, mark, tags, completeMembers, members - mark);
        System.arraycopy(spans, mark * 4, spans, completeMembers * 4, (members - mark) * 4);
        members -= forgotten;
      }
      rowFrom[rows] = from;
      rowTo[rows] = to;
      firstMember[rows++] = completeMembers;
      completeMembers = members;
    }

    EventBatch build(byte[] bytes) {
      EventBatch batch = new EventBatch(this, bytes);
      reset();
      return batch;
    }

    void reset() {
      rows = 0;
      members = 0;
      completeMembers = 0;
    }
  }
}
