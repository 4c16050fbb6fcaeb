package io.trailhouse.cli;

import picocli.CommandLine.IVersionProvider;

/// The version as the jar's manifest tells it, and the Java that runs it.
final class Version implements IVersionProvider {
  /// The version alone; `unpacked` when there is no jar.
  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unpacked" : version;
  }

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "trailhouse " + (version == null ? "from a folder of classes" : version),
      "Java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("os.name")
    };
  }
}
