package io.trailhouse.ocsf;

/// Texts that are IP addresses. Nothing is ever looked up.
final class IpText {
  private static final int GROUPS = 8;

  private IpText() {}

  /// Whether a text is an IPv4 address of four numbers, or an IPv6 address without zone or prefix.
  static boolean is(String text) {
    return isV4(text) || isV6(text);
  }

  private static boolean isV4(String text) {
    String[] numbers = text.split("\\.", 5);
    boolean fits = text.length() <= 15 && numbers.length == 4;
    for (int i = 0; i < numbers.length && fits; i++) {
      String number = numbers[i];
      fits = isMadeOf(number, 10, 3) && Integer.parseInt(number) <= 255;
    }
    return fits;
  }

  private static boolean isV6(String text) {
    int gap = text.indexOf("::");
    if (text.length() > 45 || text.indexOf(':') < 0) {
      return false;
    }
    if (gap < 0) {
      return groups(text, true) == GROUPS;
    }
    int before = groups(text.substring(0, gap), false);
    int behind = groups(text.substring(gap + 2), true);
    return before >= 0 && behind >= 0 && before + behind < GROUPS;
  }

  /// How many groups of an IPv6 address a part of it has, an IPv4 address at the end counting as
  /// two; -1 when it is no such part.
  private static int groups(String part, boolean last) {
    if (part.isEmpty()) {
      return 0;
    }
    String[] groups = part.split(":", GROUPS + 1);
    int count = groups.length;
    for (int i = 0; i < groups.length; i++) {
      if (last && i == groups.length - 1 && isV4(groups[i])) {
        count++;
      } else if (!isMadeOf(groups[i], 16, 4)) {
        return -1;
      }
    }
    return count;
  }

  private static boolean isMadeOf(String text, int radix, int most) {
    boolean fits = !text.isEmpty() && text.length() <= most;
    for (int i = 0; i < text.length() && fits; i++) {
      fits = text.charAt(i) < 128 && Character.digit(text.charAt(i), radix) >= 0;
    }
    return fits;
  }
}
