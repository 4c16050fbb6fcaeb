package io.trailhouse.query;

import java.math.BigDecimal;

/// The text of a DOUBLE as Trino casts it: always with an exponent, `1.5E0`.
final class Doubles {
  private Doubles() {}

  static String text(String number) {
    double value = Double.parseDouble(special(number));
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return (1 / value < 0 ? "-" : "") + "0.0E0";
    }
    BigDecimal digits = new BigDecimal(number).stripTrailingZeros();
    String unscaled = digits.unscaledValue().abs().toString();
    int exponent = unscaled.length() - 1 - digits.scale();
    String fraction = unscaled.length() == 1 ? "0" : unscaled.substring(1);
    return (value < 0 ? "-" : "") + unscaled.charAt(0) + "." + fraction + "E" + exponent;
  }

  private static String special(String number) {
    return number
        .replaceFirst("(?i)^([+-]?)inf(?:inity)?$", "$1Infinity")
        .replaceFirst("(?i)^[+-]?nan$", "NaN");
  }
}
