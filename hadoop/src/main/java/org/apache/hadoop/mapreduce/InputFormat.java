package org.apache.hadoop.mapreduce;

/// How a job reads its input. No job runs here; the name must exist.
public abstract class InputFormat<K, V> {}
