package io.trailhouse.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A block of IP addresses, IPv4 or IPv6.
///
/// @param address 4 or 16 bytes, those behind the prefix as they were written
/// @param prefix how many bits of it count
public record Network(byte[] address, int prefix) {
  /// The block that `10.0.0.0/8` or `2001:db8::/32` names; null when the text names none.
  public static @Nullable Network of(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int bits = address.length * 8;
    int prefix = slash < 0 ? bits : number(text.substring(slash + 1), 10, 3);
    return prefix < 0 || prefix > bits ? null : new Network(address, prefix);
  }

  /// Whether bits behind the prefix are set.
  public boolean hasHostBits() {
    for (int bit = prefix; bit < address.length * 8; bit++) {
      if ((address[bit / 8] & 0x80 >>> (bit % 8)) != 0) {
        return true;
      }
    }
    return false;
  }

  public boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    int whole = prefix / 8;
    if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0 || (address[whole] ^ other[whole]) >> (8 - rest) == 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Network that
        && prefix == that.prefix
        && Arrays.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(address) * 31 + prefix;
  }

  /// The bytes of an address as people write it; null when the text is none. Never asks a name
  /// service.
  public static byte @Nullable [] address(String text) {
    return text.indexOf(':') < 0 ? four(text) : six(text);
  }

  private static byte @Nullable [] four(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int part = parts.length == 4 ? number(parts[i], 10, 3) : -1;
      if (part < 0 || part > 255) {
        return null;
      }
      bytes[i] = (byte) part;
    }
    return bytes;
  }

  private static byte @Nullable [] six(String text) {
    int gap = text.indexOf("::");
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int given = head.length + tail.length;
    if (gap < 0 ? given != 16 : given > 14) {
      return null;
    }
    byte[] bytes = new byte[16];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
    return bytes;
  }

  private static byte @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    byte[] bytes = new byte[parts.length * 2 + 2];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      byte[] last = i == parts.length - 1 && parts[i].indexOf('.') > 0 ? four(parts[i]) : null;
      int group = last != null ? 0 : number(parts[i], 16, 4);
      if (group < 0 || parts.length > 8) {
        return null;
      }
      byte[] next = last != null ? last : new byte[] {(byte) (group >> 8), (byte) group};
      System.arraycopy(next, 0, bytes, length, next.length);
      length += next.length;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static int number(String text, int radix, int longest) {
    if (text.isEmpty() || text.length() > longest) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
