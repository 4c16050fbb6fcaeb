package org.apache.hadoop.mapreduce.lib.input;

import org.apache.hadoop.mapreduce.InputFormat;

/// How a job reads files. No job runs here; the name must exist.
public abstract class FileInputFormat<K, V> extends InputFormat<K, V> {}
