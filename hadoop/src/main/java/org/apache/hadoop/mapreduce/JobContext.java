package org.apache.hadoop.mapreduce;

/// What a job knows of itself. No job runs here; the name must exist.
public interface JobContext {}
