package io.trailhouse.query;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Trino's IPADDRESS: 16 bytes, an address of version 4 in those of version 6, ordered as bytes and
/// printed in its shortest form. In the engine it is an UHUGEINT, a type that nothing else has.
final class IpAddresses {
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
  private static final byte[] V4_IN_V6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
  private static final int BITS = 128;
  private static final int V4_BITS = 32;
  private static final int V4_FIRST_BIT = BITS - V4_BITS;

  private IpAddresses() {}

  /// Its bytes as one number without sign; null for a text that is no address.
  static @Nullable String number(String text) {
    byte[] bytes = bytes(text);
    return bytes == null ? null : new BigInteger(1, bytes).toString();
  }

  /// The address that a number stands for, as Trino prints it.
  static String text(BigInteger number) {
    byte[] bytes = new byte[BITS / Byte.SIZE];
    byte[] all = number.toByteArray();
    int length = Math.min(all.length, bytes.length);
    System.arraycopy(all, all.length - length, bytes, bytes.length - length, length);
    return printed(bytes);
  }

  /// The first and the last address of a network `10.0.0.0/8` as numbers, with a blank between.
  static String range(String network) {
    int slash = network.indexOf('/');
    byte[] bytes = slash < 0 ? null : bytes(network.substring(0, slash));
    int length = bytes == null ? -1 : length(network.substring(slash + 1));
    boolean v4 = bytes != null && isV4(bytes);
    if (bytes == null || length < 0 || length > (v4 ? V4_BITS : BITS)) {
      throw new IllegalArgumentException(
          "'" + network + "' is no network; Write an address and its bits, such as 10.0.0.0/8");
    }
    int free = BITS - (v4 ? V4_FIRST_BIT + length : length);
    BigInteger address = new BigInteger(1, bytes);
    BigInteger first = address.shiftRight(free).shiftLeft(free);
    BigInteger last = first.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE);
    return first + " " + last;
  }

  private static int length(String digits) {
    return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
  }

  private static byte @Nullable [] bytes(String text) {
    if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
      return null;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      byte[] bytes = address.getAddress();
      return address instanceof Inet4Address ? inV6(bytes) : bytes;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] inV6(byte[] v4) {
    byte[] bytes = Arrays.copyOf(V4_IN_V6, V4_IN_V6.length + v4.length);
    System.arraycopy(v4, 0, bytes, V4_IN_V6.length, v4.length);
    return bytes;
  }

  private static boolean isV4(byte[] bytes) {
    return Arrays.equals(bytes, 0, V4_IN_V6.length, V4_IN_V6, 0, V4_IN_V6.length);
  }

  private static String printed(byte[] bytes) {
    if (isV4(bytes)) {
      StringBuilder text = new StringBuilder();
      for (int i = V4_IN_V6.length; i < bytes.length; i++) {
        text.append(text.isEmpty() ? "" : ".").append(bytes[i] & 0xff);
      }
      return text.toString();
    }
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    return compressed(groups);
  }

  /// The longest run of two or more zero groups becomes `::`.
  private static String compressed(int[] groups) {
    int start = -1;
    int longest = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end] == 0) {
        end++;
      }
      if (end - i > longest) {
        start = i;
        longest = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == start) {
        text.append("::");
        i += longest - 1;
      } else {
        boolean between = !text.isEmpty() && text.charAt(text.length() - 1) != ':';
        text.append(between ? ":" : "").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
