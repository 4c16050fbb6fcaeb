package io.trailhouse.testkit;

/// Calls of an account and Region, as a bucket of tokens that fills up again.
final class CallQuota {
  private static final double NANOS = 1e9;

  private final double most;
  private final double perSecond;
  private double tokens;
  private long at = System.nanoTime();
  private long first;
  private long last;
  private long answered;
  private long throttled;
  private int open;
  private int mostOpen;

  /// @param most calls that may come at once
  CallQuota(double most, double perSecond) {
    this.most = most;
    this.perSecond = perSecond;
    this.tokens = most;
  }

  /// Whether a call may be answered.
  synchronized boolean take() {
    long now = System.nanoTime();
    tokens = Math.min(most, tokens + (now - at) / NANOS * perSecond);
    at = now;
    if (tokens < 1) {
      throttled++;
      return false;
    }
    tokens--;
    first = answered == 0 ? now : first;
    last = now;
    answered++;
    return true;
  }

  /// A call was not answered, for another reason.
  synchronized void refuse() {
    throttled++;
  }

  /// A call waits for its answer.
  synchronized void begin() {
    mostOpen = Math.max(mostOpen, ++open);
  }

  synchronized void end() {
    open--;
  }

  synchronized HistoryDouble.Calls calls() {
    return new HistoryDouble.Calls(answered, throttled, mostOpen, first, last);
  }
}
