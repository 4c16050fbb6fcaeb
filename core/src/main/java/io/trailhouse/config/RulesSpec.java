package io.trailhouse.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which rules `serve` runs.
///
/// @param sigma files and folders of Sigma rules, and the word `builtin`
/// @param watches files and folders of rules that remember, and the words `builtin` and `cis`
/// @param countries a file in MaxMind's DB format that tells countries; null without one
/// @param networks one that tells autonomous systems; null without one
public record RulesSpec(
    List<String> sigma, List<String> watches, @Nullable Path countries, @Nullable Path networks) {
  public static final RulesSpec NONE = new RulesSpec(List.of(), List.of(), null, null);

  public boolean isEmpty() {
    return sigma.isEmpty() && watches.isEmpty();
  }
}
