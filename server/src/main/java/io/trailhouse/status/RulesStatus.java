package io.trailhouse.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rules say of themselves.
///
/// @param problem why they stand still or are not the newest, for people; null when all is well
/// @param rules how many run
/// @param inspected events since the start
/// @param findings recorded since the start
/// @param suppressed of these, how many nobody was to hear of
public record RulesStatus(
    @Nullable String problem,
    int rules,
    String position,
    long inspected,
    long findings,
    long suppressed,
    List<AlertStatus> alerts) {
  /// Without any rule.
  public static final RulesStatus NONE = new RulesStatus(null, 0, "", 0, 0, 0, List.of());
}
