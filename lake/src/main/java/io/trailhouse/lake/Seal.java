package io.trailhouse.lake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// A checksum that stands inside the file that it is of, so that a copy or a move takes it along:
/// CRC-32C over every byte, its own eight hexadecimal digits taken as zeros.
///
/// Each form has a place for it that other programs pass over: a Parquet file and an Avro file a
/// key of their metadata, the table's JSON a member that nobody asks for. What is inside gzip has
/// gzip's own checksum.
final class Seal {
  /// The key under which it stands.
  static final String KEY = "trailhouse.crc32c";

  /// What is written before the sum is known.
  static final String BLANK = "00000000";

  /// How many bytes the digits take.
  static final int DIGITS = BLANK.length();

  private static final byte[] ZEROS = BLANK.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NONE = {};

  /// A string in Thrift's compact form: the field, its length; so in a footer behind the key.
  private static final byte[] IN_FOOTER = joined(KEY, (byte) 0x18, (byte) DIGITS);

  /// A block of one entry in Avro's map of metadata: count and lengths are zigzag numbers.
  private static final byte[] IN_AVRO =
      joined((byte) 2, joined((byte) (KEY.length() * 2), joined(KEY, (byte) (DIGITS * 2))));

  private static final byte[] IN_JSON = ("\"" + KEY + "\":\"").getBytes(StandardCharsets.US_ASCII);

  private Seal() {}

  private static byte[] joined(String text, byte... more) {
    byte[] first = text.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static byte[] joined(byte first, byte[] more) {
    byte[] all = new byte[more.length + 1];
    all[0] = first;
    System.arraycopy(more, 0, all, 1, more.length);
    return all;
  }

  /// The forms of files that have a seal or could have one.
  enum Form {
    /// Its writer gives the key with [#BLANK] in the footer.
    PARQUET(0, NONE, NONE),
    /// The seal is put in behind the magic bytes.
    AVRO(4, IN_AVRO, NONE),
    /// The seal is put in as the first member.
    JSON(1, IN_JSON, "\",".getBytes(StandardCharsets.US_ASCII)),
    /// Has none.
    OTHER(0, NONE, NONE);

    private final int at;
    private final byte[] before;
    private final byte[] after;

    Form(int at, byte[] before, byte[] after) {
      this.at = at;
      this.before = before;
      this.after = after;
    }

    /// By the name's ending: the table format knows its files by nothing else.
    static Form of(String name) {
      if (name.endsWith(".parquet")) {
        return PARQUET;
      }
      if (name.endsWith(".avro")) {
        return AVRO;
      }
      boolean metadata = name.endsWith(".metadata.json") && !name.endsWith(".gz.metadata.json");
      return metadata ? JSON : OTHER;
    }

    /// Before which byte of what its writer writes the seal is put in; 0 when it is not put in.
    int at() {
      return at;
    }

    /// What is put in.
    byte[] inserted() {
      byte[] all = Arrays.copyOf(before, before.length + DIGITS + after.length);
      System.arraycopy(ZEROS, 0, all, before.length, DIGITS);
      System.arraycopy(after, 0, all, before.length + DIGITS, after.length);
      return all;
    }

    /// Where the digits stand that were put in.
    int digits() {
      return at + before.length;
    }

    private boolean isSealed(byte[] file) {
      return file.length >= digits() + DIGITS
          && Arrays.equals(file, at, digits(), before, 0, before.length);
    }
  }

  /// Where the digits stand in a Parquet file's footer; -1 when it has none. It stands behind all
  /// that comes from records.
  static int inFooter(byte[] footer) {
    for (int at = footer.length - DIGITS - IN_FOOTER.length; at >= 0; at--) {
      if (Arrays.equals(footer, at, at + IN_FOOTER.length, IN_FOOTER, 0, IN_FOOTER.length)) {
        return at + IN_FOOTER.length;
      }
    }
    return -1;
  }

  /// The sum as it is written.
  static byte[] digits(CRC32C sum) {
    return HexFormat.of().toHexDigits((int) sum.getValue()).getBytes(StandardCharsets.US_ASCII);
  }

  /// Adds what the digits count for to a sum.
  static void addBlank(CRC32C sum) {
    sum.update(ByteBuffer.wrap(ZEROS));
  }

  /// What a file's seal says of it.
  enum Verdict {
    WHOLE,
    BROKEN,
    UNSEALED
  }

  /// Checks a file whose seal stands at its beginning.
  static Verdict check(Form form, byte[] file) {
    if (!form.isSealed(file)) {
      return Verdict.UNSEALED;
    }
    CRC32C sum = new CRC32C();
    sum.update(file, 0, form.digits());
    addBlank(sum);
    int rest = form.digits() + DIGITS;
    sum.update(file, rest, file.length - rest);
    byte[] found = Arrays.copyOfRange(file, form.digits(), rest);
    return Arrays.equals(found, digits(sum)) ? Verdict.WHOLE : Verdict.BROKEN;
  }
}
