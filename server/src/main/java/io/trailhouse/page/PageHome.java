package io.trailhouse.page;

import io.trailhouse.config.RulesSpec;
import io.trailhouse.services.CoverageService;
import io.trailhouse.services.SavedService;
import io.trailhouse.services.Services;
import io.trailhouse.status.ServeStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The home that the page is about, as far as its calls need it.
///
/// @param services answer within a minute
/// @param downloads the same for answers that may take an hour and take no turn from the others
/// @param rules where rules stand that the configuration names
/// @param live whether what is delivered is collected at once
/// @param status what `serve` says of itself
/// @param scratch a folder of this process for files on their way
public record PageHome(
    Services services,
    Services downloads,
    SavedService saved,
    RulesSpec rules,
    CoverageOf coverage,
    boolean live,
    Supplier<ServeStatus> status,
    Audit audit,
    Path scratch,
    InstantSource clock) {

  /// Coverage of this home, asked through some services.
  @FunctionalInterface
  public interface CoverageOf {
    /// Coverage through these.
    ///
    /// @throws IOException when what was fetched from elsewhere cannot be read
    CoverageService through(Services services) throws IOException;
  }
}
