package io.trailhouse.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Names the native libraries that lie unpacked in the app folder, so that nobody unpacks them into
/// the system's temporary folder, where a killed process leaves them. DuckDB's lies beside its jar
/// and is found by itself. Where one is missing, the library unpacks its own.
final class NativeLibraries {
  /// A system property of the launcher: the folder of the jars.
  private static final String LIB = "trailhouse.lib";

  private NativeLibraries() {}

  /// To be called before the first of them is used.
  static void find() {
    Path folder = folder(System.getProperty(LIB));
    if (folder == null) {
      return;
    }
    Path zstd = folder.resolve("zstd-jni");
    if (Files.isRegularFile(zstd)) {
      System.setProperty("ZstdNativePath", zstd.toString());
    }
    Path sqlite = folder.resolve("sqlite-jdbc");
    if (Files.isRegularFile(sqlite)) {
      System.setProperty("org.sqlite.lib.path", folder.toString());
      System.setProperty("org.sqlite.lib.name", "sqlite-jdbc");
    }
  }

  private static @Nullable Path folder(@Nullable String lib) {
    try {
      return lib == null ? null : Path.of(lib, "native", platform()).toAbsolutePath();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /// As the app folder spells it.
  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "");
    String family =
        system.contains("linux") ? "linux" : system.contains("mac") ? "macos" : "windows";
    return family + "_" + (processor.equals("aarch64") ? "arm64" : "amd64");
  }
}
