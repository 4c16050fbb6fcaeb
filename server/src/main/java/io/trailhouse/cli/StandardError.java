package io.trailhouse.cli;

/// Where standard error goes. Java tells it of standard output only, so the launcher does.
final class StandardError {
  /// A system property that the launcher sets to `terminal`.
  private static final String PROPERTY = "trailhouse.stderr";

  private StandardError() {}

  static boolean isTerminal() {
    return "terminal".equals(System.getProperty(PROPERTY));
  }
}
