package io.trailhouse.cli;

import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.status.RouteStatus;
import java.util.Map;
import java.util.stream.Collectors;

/// The account of a route as people read it.
final class RouteLines {
  private RouteLines() {}

  static String of(RouteStatus route) {
    RouteStatus.Counts counts = route.counts();
    return "%s: %,d in = %,d kept + %s dropped; %,d kept = %,d delivered + %,d waiting + %s failed%s"
        .formatted(
            route.name(),
            counts.in(),
            counts.kept(),
            sum(counts.dropped()),
            counts.kept(),
            counts.delivered(),
            counts.waiting(),
            sum(counts.failed()),
            reasons(counts.failed()));
  }

  private static String sum(Map<String, Long> numbers) {
    return "%,d".formatted(numbers.values().stream().mapToLong(Long::longValue).sum());
  }

  private static String reasons(Map<String, Long> failed) {
    return failed.isEmpty()
        ? ""
        : failed.entrySet().stream()
            .map(each -> "%,d %s".formatted(each.getValue(), TerminalEscaper.line(each.getKey())))
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
