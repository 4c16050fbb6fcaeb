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
  /// Stands for the rules that come with the program.
  public static final String BUILT_IN = "builtin";

  /// Stands for the alarms of the CIS benchmark.
  public static final String BENCHMARK = "cis";

  public static final RulesSpec NONE = new RulesSpec(List.of(), List.of(), null, null);

  public boolean isEmpty() {
    return sigma.isEmpty() && watches.isEmpty();
  }

  /// Whether a place is a word that stands for rules that come with the program.
  public static boolean isWord(String place) {
    return place.equals(BUILT_IN) || place.equals(BENCHMARK);
  }
}
