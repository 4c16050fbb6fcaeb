/// The parent of parquet-java's input format, which must exist to be linked and is never run.
///
/// Called by parquet-java and iceberg-parquet, which link to these names; our own code never names
/// them. Never talks to a Hadoop file system, reads a site file or starts a job.
@NullMarked
package org.apache.hadoop.mapreduce.lib.input;

import org.jspecify.annotations.NullMarked;
