package io.trailhouse.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rules say of themselves.
///
/// @param problem why they stand still; null when they do not
/// @param fileProblem why those that run are not the newest; null when they are
/// @param rules how many run
/// @param inspected events since the start
/// @param findings recorded since the start
/// @param suppressed of these findings, how many nobody was to hear of
/// @param future of the inspected events, how many are dated in the future; no rule waits for them
public record RulesStatus(
    @Nullable Trouble problem,
    @Nullable Trouble fileProblem,
    int rules,
    String position,
    long inspected,
    long findings,
    long suppressed,
    long future,
    List<AlertStatus> alerts) {
  /// Without any rule.
  public static final RulesStatus NONE = new RulesStatus(null, null, 0, "", 0, 0, 0, 0, List.of());
}
