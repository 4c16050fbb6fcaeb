package io.trailhouse.demo;

import java.util.Locale;

/// One account, Region and kind of events: what CloudTrail delivers together.
record TrailStream(Account account, String region, Kind kind) {

  /// The folders that CloudTrail keeps apart.
  enum Kind {
    EVENTS("CloudTrail"),
    INSIGHT("CloudTrail-Insight"),
    NETWORK_ACTIVITY("CloudTrail-NetworkActivity");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }
  }

  /// Which trail a log file belongs to.
  enum Layout {
    ORGANIZATION_TRAIL,
    ACCOUNT_TRAIL
  }

  /// Minutes after each full five at which this stream's files are written.
  int offset() {
    return Math.floorMod((account.id() + region + kind.folder).hashCode(), 5);
  }

  /// The key of the log file of a delivery time, given as seconds since 1970.
  String key(Layout layout, long delivered, String unique) {
    String time = DemoCalendar.iso(delivered);
    String prefix = layout == Layout.ORGANIZATION_TRAIL ? Account.ORGANIZATION + "/" : "";
    return String.format(
        Locale.ROOT,
        "AWSLogs/%s%s/%s/%s/%s/%s_%s_%s_%s_%s.json.gz",
        prefix,
        account.id(),
        kind.folder,
        region,
        time.substring(0, 10).replace('-', '/'),
        account.id(),
        kind.folder,
        region,
        time.substring(0, 16).replace("-", "").replace(":", "") + "Z",
        unique);
  }
}
