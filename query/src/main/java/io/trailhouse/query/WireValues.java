package io.trailhouse.query;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of [SqlValues] as bytes between two processes: what comes out is equal to what went
/// in.
final class WireValues {
  private WireValues() {}

  static void write(DataOutputStream out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte('0');
      case String text -> text(out, 's', text);
      case Boolean truth -> out.writeByte(truth ? 't' : 'f');
      case Integer number -> {
        out.writeByte('i');
        out.writeInt(number);
      }
      case Long number -> {
        out.writeByte('l');
        out.writeLong(number);
      }
      case Double number -> {
        out.writeByte('d');
        out.writeDouble(number);
      }
      case Float number -> {
        out.writeByte('g');
        out.writeFloat(number);
      }
      case byte[] bytes -> {
        out.writeByte('b');
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      case List<?> list -> list(out, list);
      case Map<?, ?> map -> map(out, map);
      default -> text(out, tag(value), value.toString());
    }
  }

  private static void list(DataOutputStream out, List<?> list) throws IOException {
    out.writeByte('[');
    out.writeInt(list.size());
    for (Object element : list) {
      write(out, element);
    }
  }

  private static void map(DataOutputStream out, Map<?, ?> map) throws IOException {
    out.writeByte('{');
    out.writeInt(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      WorkerWire.text(out, String.valueOf(entry.getKey()));
      write(out, entry.getValue());
    }
  }

  private static char tag(Object value) {
    return switch (value) {
      case Short number -> 'h';
      case Byte number -> 'y';
      case BigInteger number -> 'I';
      case BigDecimal number -> 'D';
      case LocalDateTime time -> 'T';
      case LocalDate date -> 'A';
      case LocalTime time -> 'M';
      case OffsetDateTime time -> 'O';
      case SqlValues.JsonText json -> 'j';
      default -> 's';
    };
  }

  private static void text(DataOutputStream out, char tag, String text) throws IOException {
    out.writeByte(tag);
    WorkerWire.text(out, text);
  }

  static @Nullable Object read(DataInputStream in) throws IOException {
    char tag = (char) in.readUnsignedByte();
    return switch (tag) {
      case '0' -> null;
      case 't' -> true;
      case 'f' -> false;
      case 'i' -> in.readInt();
      case 'l' -> in.readLong();
      case 'd' -> in.readDouble();
      case 'g' -> in.readFloat();
      case 'b' -> in.readNBytes(in.readInt());
      case '[' -> list(in);
      case '{' -> map(in);
      default -> parsed(tag, WorkerWire.text(in));
    };
  }

  private static Object parsed(char tag, String text) throws IOException {
    return switch (tag) {
      case 's' -> text;
      case 'h' -> Short.valueOf(text);
      case 'y' -> Byte.valueOf(text);
      case 'I' -> new BigInteger(text);
      case 'D' -> new BigDecimal(text);
      case 'T' -> LocalDateTime.parse(text);
      case 'A' -> LocalDate.parse(text);
      case 'M' -> LocalTime.parse(text);
      case 'O' -> OffsetDateTime.parse(text);
      case 'j' -> new SqlValues.JsonText(text);
      default -> throw new IOException("a value of unknown kind " + tag);
    };
  }

  private static List<@Nullable Object> list(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<@Nullable Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(read(in));
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(DataInputStream in) throws IOException {
    int size = in.readInt();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(WorkerWire.text(in), read(in));
    }
    return map;
  }
}
