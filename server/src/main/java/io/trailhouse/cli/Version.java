package io.trailhouse.cli;

import picocli.CommandLine.IVersionProvider;

/// The version as the jar's manifest tells it, and the Java that runs it.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "trailhouse " + (version == null ? "from a folder of classes" : version),
      "Java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("os.name")
    };
  }
}
