package org.apache.hadoop.conf;

import org.jspecify.annotations.Nullable;

/// Remembers the settings it was given.
public class Configured implements Configurable {
  private @Nullable Configuration conf;

  public Configured() {}

  public Configured(@Nullable Configuration conf) {
    this.conf = conf;
  }

  @Override
  public void setConf(Configuration conf) {
    this.conf = conf;
  }

  @Override
  public @Nullable Configuration getConf() {
    return conf;
  }
}
