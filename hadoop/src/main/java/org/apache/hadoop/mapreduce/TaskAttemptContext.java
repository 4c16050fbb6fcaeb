package org.apache.hadoop.mapreduce;

/// What a task of a job knows of itself. No job runs here; the name must exist.
public interface TaskAttemptContext extends JobContext {}
