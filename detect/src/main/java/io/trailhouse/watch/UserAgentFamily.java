package io.trailhouse.watch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The product that a user agent names, without its version: `aws-cli/2.13.1 Python/3.11` is
/// `aws-cli`, so that an update is nothing new.
final class UserAgentFamily {
  private static final Pattern PRODUCT = Pattern.compile("([^\\s/()\\[\\],;]+)/[^\\s()\\[\\],;]*");

  /// Browsers all begin with Mozilla; the first of these that is in the text tells which it is.
  private static final List<List<String>> BROWSERS =
      List.of(
          List.of("Edg", "Edge"),
          List.of("OPR", "Opera"),
          List.of("Firefox", "Firefox"),
          List.of("Chrome", "Chrome"),
          List.of("Safari", "Safari"));

  private UserAgentFamily() {}

  /// The family; empty for an empty text. A text without any product, such as
  /// `console.amazonaws.com`, is its own family.
  static String of(String userAgent) {
    String text = strip(userAgent);
    Matcher product = PRODUCT.matcher(text);
    if (!product.find()) {
      return text;
    }
    String name = product.group(1);
    if (name.equals("Mozilla")) {
      return browser(text);
    }
    return name.equals("APN") ? partner(product) : name;
  }

  private static String strip(String text) {
    String stripped = text.strip();
    return stripped.startsWith("[") && stripped.endsWith("]")
        ? stripped.substring(1, stripped.length() - 1).strip()
        : stripped;
  }

  private static String browser(String text) {
    for (List<String> each : BROWSERS) {
      if (text.contains(each.get(0) + "/")) {
        return each.get(1);
      }
    }
    return "Mozilla";
  }

  /// `APN/1.0 HashiCorp/1.0 Terraform/1.5.0` names a partner, and then its product.
  private static String partner(Matcher product) {
    String name = "APN";
    for (int i = 0; i < 2 && product.find(); i++) {
      name = product.group(1);
    }
    return name;
  }
}
