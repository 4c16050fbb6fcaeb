package io.trailhouse.watch;

import java.util.List;

/// The metric filters and alarms of the CIS AWS Foundations Benchmark, with its own patterns letter
/// by letter: Security Hub compares them.
///
/// Source of the patterns: CIS AWS Foundations Benchmark, monitoring section.
public final class MetricAlarms {
  /// The versions of the benchmark whose patterns are here, the newest last.
  public static final List<String> VERSIONS =
      List.of("1.2.0", "1.3.0", "1.4.0", "1.5.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0", "6.0.0");

  private MetricAlarms() {}

  /// 4.1 to 4.15, as in version 5.0.0 of the benchmark, in that order.
  public static List<MetricAlarm> cis() {
    return cis("5.0.0");
  }

  /// As a version of the benchmark has them; 3.1 to 3.14 in version 1.2.0.
  ///
  /// @param version one of [#VERSIONS]
  public static List<MetricAlarm> cis(String version) {
    if (!VERSIONS.contains(version)) {
      throw new IllegalArgumentException("there are " + String.join(", ", VERSIONS));
    }
    String tag = "cis.v" + version + "-";
    return BuiltInWatches.load("cis.yaml").stream()
        .map(spec -> (MetricAlarm) spec)
        .filter(alarm -> alarm.rule().tags().stream().anyMatch(each -> each.startsWith(tag)))
        .toList();
  }
}
