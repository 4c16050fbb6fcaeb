package io.trailhouse.quantity;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written with its unit: `5MB` are 5,000,000 and `5MiB` are 5,242,880.
///
/// @param bytes not negative
public record DataSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\s*([A-Za-z]*)");
  private static final String REMEDY =
      "write it with its unit: 5MB (5,000,000 bytes) or 5MiB (5,242,880)";

  /// The letters alone are decimal, too.
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("b", 1L),
          Map.entry("k", 1_000L),
          Map.entry("kb", 1_000L),
          Map.entry("m", 1_000_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("g", 1_000_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("t", 1_000_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L),
          Map.entry("ki", 1L << 10),
          Map.entry("kib", 1L << 10),
          Map.entry("mi", 1L << 20),
          Map.entry("mib", 1L << 20),
          Map.entry("gi", 1L << 30),
          Map.entry("gib", 1L << 30),
          Map.entry("ti", 1L << 40),
          Map.entry("tib", 1L << 40));

  private static final String[] WRITTEN = {"TiB", "TB", "GiB", "GB", "MiB", "MB", "KiB", "kB"};

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size of " + bytes + " bytes");
    }
  }

  /// Reads a whole number and its unit, in capitals or not.
  public static DataSize parse(String text) throws QuantityException {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new QuantityException(text, "is no size; " + REMEDY);
    }
    Long unit = UNITS.get(form.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) {
      String what = form.group(2).isEmpty() ? "has no unit; " : "has no unit of a size; ";
      throw new QuantityException(text, what + REMEDY);
    }
    try {
      return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
    } catch (ArithmeticException e) {
      throw new QuantityException(text, "is more than the 9.2 million TB that can be counted");
    }
  }

  /// The same within bounds, both allowed.
  public static DataSize parse(String text, DataSize least, DataSize most)
      throws QuantityException {
    DataSize size = parse(text);
    if (size.bytes < least.bytes || size.bytes > most.bytes) {
      throw new QuantityException(text, "must be from " + least + " to " + most);
    }
    return size;
  }

  /// In the largest unit that leaves no rest.
  @Override
  public String toString() {
    if (bytes > 0) {
      for (String unit : WRITTEN) {
        long one = UNITS.getOrDefault(unit.toLowerCase(Locale.ROOT), 1L);
        if (bytes % one == 0) {
          return bytes / one + unit;
        }
      }
    }
    return bytes + "B";
  }
}
