package io.trailhouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// As much of CBOR (RFC 8949) as the SDK speaks with Kinesis: whole numbers, bytes, texts, lists,
/// maps, of known and of open length.
final class Cbor {
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int LIST = 4;
  private static final int MAP = 5;
  private static final int OPEN = 31;
  private static final int BREAK = 0xFF;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ByteBuffer in;

  private Cbor(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  static JsonNode read(byte[] bytes) throws IOException {
    return new Cbor(bytes).value();
  }

  private JsonNode value() throws IOException {
    int head = in.get() & 0xFF;
    int low = head & 0x1F;
    return switch (head >> 5) {
      case 0 -> JSON.numberNode(number(low));
      case 1 -> JSON.numberNode(-1 - number(low));
      case BYTES -> JSON.binaryNode(bytes(low));
      case TEXT -> JSON.textNode(new String(bytes(low), StandardCharsets.UTF_8));
      case LIST -> {
        ArrayNode list = JSON.arrayNode();
        for (long left = length(low); more(left); left--) {
          list.add(value());
        }
        yield list;
      }
      case MAP -> {
        ObjectNode map = JSON.objectNode();
        for (long left = length(low); more(left); left--) {
          String name = value().asText();
          map.set(name, value());
        }
        yield map;
      }
      default -> throw new IOException("not expected: " + head);
    };
  }

  private long length(int low) throws IOException {
    return low == OPEN ? Long.MAX_VALUE : number(low);
  }

  private boolean more(long left) {
    if (left > Integer.MAX_VALUE && (in.get(in.position()) & 0xFF) == BREAK) {
      in.get();
      return false;
    }
    return left > 0;
  }

  private long number(int low) throws IOException {
    return switch (low) {
      case 24 -> in.get() & 0xFFL;
      case 25 -> in.getShort() & 0xFFFFL;
      case 26 -> in.getInt() & 0xFFFFFFFFL;
      case 27 -> in.getLong();
      default -> {
        if (low > 27) {
          throw new IOException("not expected: " + low);
        }
        yield low;
      }
    };
  }

  private byte[] bytes(int low) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (low == OPEN) {
      while ((in.get(in.position()) & 0xFF) != BREAK) {
        all.writeBytes(bytes(in.get() & 0x1F));
      }
      in.get();
    } else {
      byte[] one = new byte[(int) number(low)];
      in.get(one);
      all.writeBytes(one);
    }
    return all.toByteArray();
  }

  static byte[] write(JsonNode value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(JsonNode value, ByteArrayOutputStream out) {
    if (value.isObject()) {
      head(MAP, value.size(), out);
      value
          .properties()
          .forEach(member -> {
            write(JSON.textNode(member.getKey()), out);
            write(member.getValue(), out);
          });
    } else if (value.isArray()) {
      head(LIST, value.size(), out);
      value.forEach(each -> write(each, out));
    } else if (value.isIntegralNumber()) {
      head(0, value.intValue(), out);
    } else {
      byte[] text = value.asText().getBytes(StandardCharsets.UTF_8);
      head(TEXT, text.length, out);
      out.writeBytes(text);
    }
  }

  private static void head(int kind, int number, ByteArrayOutputStream out) {
    out.write((kind << 5) | 26);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }
}
