package org.apache.hadoop.mapreduce;

/// Reads a job's input record by record. No job runs here; the name must exist.
public abstract class RecordReader<K, V> {}
