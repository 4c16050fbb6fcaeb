package io.trailhouse.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Texts that this package ships with the program, beside its classes.
final class ShippedText {
  private ShippedText() {}

  /// A text, whole.
  ///
  /// @throws IllegalStateException when the program was packed without it
  static String of(String name) {
    try (InputStream file = ShippedText.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
