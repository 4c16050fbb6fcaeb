package org.apache.hadoop.mapreduce;

/// A part of a job's input. No job runs here; the name must exist.
public abstract class InputSplit {}
