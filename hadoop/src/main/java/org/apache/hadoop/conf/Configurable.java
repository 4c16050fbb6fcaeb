package org.apache.hadoop.conf;

import org.jspecify.annotations.Nullable;

/// Takes its settings after it was made.
public interface Configurable {
  void setConf(Configuration conf);

  @Nullable Configuration getConf();
}
