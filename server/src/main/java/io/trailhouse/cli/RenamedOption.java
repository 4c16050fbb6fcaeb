package io.trailhouse.cli;

import picocli.CommandLine.Model.CommandSpec;

/// An option under the name that it had before. It works as under the new one, so that scripts go
/// on; help shows the new name only.
final class RenamedOption {
  private RenamedOption() {}

  /// Whether the old name was given; then a line on standard error names the new one.
  static boolean isGiven(boolean given, String oldName, String newName, CommandSpec spec) {
    if (given) {
      spec.commandLine().getErr().println(oldName + " is now called " + newName + ".");
    }
    return given;
  }
}
