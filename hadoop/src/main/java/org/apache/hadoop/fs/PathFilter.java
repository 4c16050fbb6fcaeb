package org.apache.hadoop.fs;

/// Says which paths of a listing count.
public interface PathFilter {
  boolean accept(Path path);
}
