package io.trailhouse.lake.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// A checksum that stands inside the file that it is of, so that a copy or a move takes it along:
/// CRC-32C over every byte, its own eight hexadecimal digits taken as zeros.
///
/// Each form has a place for it that other programs pass over: a Parquet file and an Avro file a
/// key of their metadata, the table's JSON a member that nobody asks for. What is inside gzip has
/// gzip's own checksum.
///
/// Beside it stands the file's own name: names of a table's files are made once, so a file under
/// another's name is not the one that the table means, however whole.
public final class Seal {
  /// The key under which it stands.
  public static final String KEY = "trailhouse.crc32c";

  /// The key under which the file's own name stands.
  public static final String FILE = "trailhouse.file";

  /// What is written before the sum is known.
  public static final String BLANK = "00000000";

  /// How many bytes the digits take.
  public static final int DIGITS = BLANK.length();

  private static final byte[] ZEROS = BLANK.getBytes(StandardCharsets.US_ASCII);

  /// A string in Thrift's compact form: the field, its length; so in a footer behind the key.
  private static final byte[] IN_FOOTER = bytes(KEY + (char) 0x18 + (char) BLANK.length());

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._=-]{1,255}");

  private Seal() {}

  /// What the writer of a Parquet file puts in its footer.
  public static Map<String, String> ofParquet(String location) {
    return Map.of(KEY, BLANK, FILE, nameOf(location));
  }

  /// The last part of a location.
  public static String nameOf(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The forms of files that have a seal or could have one.
  public enum Form {
    /// Its writer gives the key with [#BLANK] in the footer.
    PARQUET(0, "", ""),
    /// The seal is put in behind the magic bytes. There it is a block of one entry of the map of
    /// metadata: count and lengths are zigzag numbers.
    AVRO(4, "\u0002" + (char) (KEY.length() * 2) + KEY + (char) (BLANK.length() * 2), ""),
    /// The seal is put in as the first member.
    JSON(1, "\"" + KEY + "\":\"", "\","),
    /// Has none.
    OTHER(0, "", "");

    private final int at;
    private final String before;
    private final String after;

    Form(int at, String before, String after) {
      this.at = at;
      this.before = before;
      this.after = after;
    }

    /// By the name's ending: the table format knows its files by nothing else.
    public static Form of(String name) {
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
    public int at() {
      return at;
    }

    /// What is put in: the seal, not yet made out, and the file's name.
    public byte[] inserted(String name) {
      return bytes(before + BLANK + after + entry(name));
    }

    private String entry(String name) {
      if (!PLAIN.matcher(name).matches()) {
        return ""; // no writer of a table names a file so
      }
      return switch (this) {
        case AVRO -> "\u0002" + counted(FILE) + counted(name);
        case JSON -> "\"" + FILE + "\":\"" + name + "\",";
        case PARQUET, OTHER -> "";
      };
    }

    private static String counted(String text) {
      StringBuilder number = new StringBuilder();
      int rest = text.length() * 2; // a zigzag number, seven bits a byte
      for (; rest > 0x7F; rest >>>= 7) {
        number.append((char) ((rest & 0x7F) | 0x80));
      }
      return number.append((char) rest) + text;
    }

    /// Where the digits stand that were put in.
    public int digits() {
      return at + before.length();
    }

    private boolean isSealed(byte[] file) {
      return file.length >= digits() + DIGITS
          && Arrays.equals(file, at, digits(), bytes(before), 0, before.length());
    }
  }

  /// Where the digits stand in a Parquet file's footer; -1 when it has none. It stands behind all
  /// that comes from records.
  public static int inFooter(byte[] footer) {
    for (int at = footer.length - DIGITS - IN_FOOTER.length; at >= 0; at--) {
      if (Arrays.equals(footer, at, at + IN_FOOTER.length, IN_FOOTER, 0, IN_FOOTER.length)) {
        return at + IN_FOOTER.length;
      }
    }
    return -1;
  }

  /// The sum as it is written.
  public static byte[] digits(CRC32C sum) {
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
