package io.trailhouse.alert;

/// A text that nobody may see: a password, a key, the address of a webhook that needs no other
/// proof. Only a notifier reads it.
public final class Secret {
  private static final String HIDDEN = "***";

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  public static Secret of(String text) {
    return new Secret(text);
  }

  /// For the notifier that must show it to the other side, and nobody else.
  String reveal() {
    return text;
  }

  /// The same text without this secret, for what a server has answered.
  String hideIn(String shown) {
    return text.isEmpty() ? shown : shown.replace(text, HIDDEN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
