package io.trailhouse.query;

import java.util.Map;

/// Date formats in other people's letters, turned into those of `strftime`.
final class DateFormats {
  private static final Map<Character, String> MYSQL =
      Map.ofEntries(
          Map.entry('i', "%M"),
          Map.entry('M', "%B"),
          Map.entry('W', "%A"),
          Map.entry('s', "%S"),
          Map.entry('h', "%I"),
          Map.entry('c', "%-m"),
          Map.entry('e', "%-d"),
          Map.entry('k', "%-H"),
          Map.entry('l', "%-I"),
          Map.entry('T', "%H:%M:%S"),
          Map.entry('r', "%I:%M:%S %p"),
          Map.entry('v', "%V"),
          Map.entry('x', "%G"));

  private static final String KNOWN = "abcdefHhIijklMmprSsTvWxYy";
  private static final String UNKNOWN = "DUuVwX";

  private DateFormats() {}

  interface Conversion {
    String convert(String format);
  }

  /// MySQL's letters, as in Trino's `date_format` and `date_parse`.
  static String ofMySql(String format) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        char letter = format.charAt(++i);
        if (letter == '%' || KNOWN.indexOf(letter) >= 0) {
          made.append(MYSQL.getOrDefault(letter, "%" + letter));
        } else if (UNKNOWN.indexOf(letter) >= 0) {
          throw new IllegalArgumentException("%" + letter);
        } else {
          made.append(letter);
        }
      } else {
        made.append(c);
      }
    }
    return made.toString();
  }

  /// Joda's letters, as in Trino's `format_datetime` and `parse_datetime`.
  static String ofJoda(String format) {
    StringBuilder made = new StringBuilder();
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i);
      if (c == '\'') {
        int end = format.indexOf('\'', i + 1);
        int to = end < 0 ? format.length() : end;
        made.append(to == i + 1 ? "'" : format.substring(i + 1, to).replace("%", "%%"));
        i = to + 1;
        continue;
      }
      int run = 1;
      while (i + run < format.length() && format.charAt(i + run) == c) {
        run++;
      }
      made.append(jodaField(c, run));
      i += run;
    }
    return made.toString();
  }

  private static String jodaField(char letter, int run) {
    return switch (letter) {
      case 'y', 'Y' -> run == 2 ? "%y" : "%Y";
      case 'x' -> "%G";
      case 'w' -> run > 1 ? "%V" : "%-V";
      case 'e' -> "%u";
      case 'M' -> run > 3 ? "%B" : run == 3 ? "%b" : run == 2 ? "%m" : "%-m";
      case 'd' -> run > 1 ? "%d" : "%-d";
      case 'D' -> "%j";
      case 'E' -> run > 3 ? "%A" : "%a";
      case 'H' -> run > 1 ? "%H" : "%-H";
      case 'h' -> run > 1 ? "%I" : "%-I";
      case 'm' -> run > 1 ? "%M" : "%-M";
      case 's' -> run > 1 ? "%S" : "%-S";
      case 'S' -> run > 3 ? "%f" : "%g";
      case 'a' -> "%p";
      case 'Z', 'z' -> "%z";
      case '%' -> "%%".repeat(run);
      default -> {
        if (Character.isLetter(letter) && letter < 128) {
          throw new IllegalArgumentException(String.valueOf(letter));
        }
        yield String.valueOf(letter).repeat(run);
      }
    };
  }
}
