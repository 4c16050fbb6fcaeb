package io.trailhouse.cli;

import java.util.function.DoubleConsumer;

/// Work of which only the share that is done is known.
final class ShareWork implements ProgressLine.Work, DoubleConsumer {
  private final String what;
  private volatile double share;

  ShareWork(String what) {
    this.what = what;
  }

  @Override
  public void accept(double done) {
    share = done;
  }

  @Override
  public double share() {
    return share;
  }

  @Override
  public String done(double seconds) {
    return what;
  }
}
