package io.trailhouse.cli;

import io.trailhouse.config.ConfigFile;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The program itself: what every command understands, and the list of commands.
@Command(
    name = "trailhouse",
    description = "Import, keep and query AWS CloudTrail event records, on your own machine.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    subcommands = {
      DemoCommand.class,
      ImportCommand.class,
      ServeCommand.class,
      StatusCommand.class,
      PageCommand.class,
      BackfillCommand.class,
      QueryCommand.class,
      SearchCommand.class,
      ShowCommand.class,
      ExportCommand.class,
      CoverageCommand.class,
      RoutesCommand.class,
      RulesCommand.class,
      FindingsCommand.class,
      AlertsCommand.class,
      QuarantineCommand.class,
      UpkeepCommand.class,
      LakeCommand.class,
      VerifyCommand.class,
      ConfigCommand.class,
      HelpCommand.class
    })
final class TrailhouseCommand implements Runnable {
  private static final Path DEFAULT_CONFIG = Path.of("trailhouse.yaml");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:TRAILHOUSE_HOME:-./trailhouse-data}",
      description =
          "The folder of tables, catalog and quarantine (also TRAILHOUSE_HOME; default"
              + " ./trailhouse-data).")
  private Path home = Path.of("trailhouse-data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The configuration (default ./trailhouse.yaml where it exists).")
  private @Nullable Path config;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a problem and what the libraries log.")
  private boolean debug;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(), "which command?");
  }

  /// The home folder as the user named it; it need not exist yet.
  Path home() {
    return home;
  }

  /// The configuration file that counts; null when there is none.
  @Nullable Path configFile() {
    return config == null && Files.exists(DEFAULT_CONFIG) ? DEFAULT_CONFIG : config;
  }

  /// What the configuration says, or what holds without one.
  TrailhouseConfig config() {
    Path file = configFile();
    return file == null
        ? ConfigFile.defaults()
        : ConfigFile.read(file, System.getenv()::get).config();
  }

  /// Opens the home folder as the configuration says; makes it when it is not there.
  Platform open() {
    return Platform.open(home, config().lake());
  }

  /// Opens a home folder that somebody has imported into before, also one that can only be read.
  Platform openExisting() {
    return Platform.openExisting(home, config().lake());
  }

  /// The same for a command that changes something there.
  Platform openToChange() {
    Platform platform = openExisting();
    try {
      platform.requireWritable();
      return platform;
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  /// Whether a problem is shown with its stack trace.
  boolean debug() {
    return debug;
  }
}
