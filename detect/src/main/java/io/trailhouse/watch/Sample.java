package io.trailhouse.watch;

import io.trailhouse.finding.Finding.FoundEvent;
import java.time.Instant;
import java.util.Comparator;

/// An event that is kept for a finding.
///
/// @param key eventID, or the SHA-256 of the record's canonical JSON where it has none
/// @param json the record as it stands in its log file
record Sample(
    String key,
    Instant time,
    String name,
    String account,
    String region,
    String principal,
    String json)
    implements Comparable<Sample> {
  private static final Comparator<Sample> ORDER =
      Comparator.comparing(Sample::time).thenComparing(Sample::key);

  /// By time, and by key where times are equal.
  @Override
  public int compareTo(Sample other) {
    return ORDER.compare(this, other);
  }

  /// The same with a short record in place of one whose text is gone: the key tells where the whole
  /// one is.
  Sample withReference() {
    String id = JsonOut.text(key);
    String at = JsonOut.text(time.toString());
    String what = JsonOut.text(name);
    String record = "{\"eventID\":%s,\"eventTime\":%s,\"eventName\":%s}".formatted(id, at, what);
    return new Sample(key, time, name, account, region, principal, record);
  }

  FoundEvent found() {
    return new FoundEvent(key, time, name, json);
  }

  void save(StateWriter out) {
    out.text(key);
    out.instant(time);
    out.text(name);
    out.text(account);
    out.text(region);
    out.text(principal);
    out.text(json);
  }

  static Sample restore(StateReader in) {
    return new Sample(
        in.text(), in.instant(), in.text(), in.text(), in.text(), in.text(), in.text());
  }
}
