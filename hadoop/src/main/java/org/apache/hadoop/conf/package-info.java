/// Settings as parquet-java passes them around: names and texts in memory.
///
/// Called by parquet-java and iceberg-parquet, which link to these names; our own code never names
/// them. Never talks to a Hadoop file system, reads a site file or starts a job.
@NullMarked
package org.apache.hadoop.conf;

import org.jspecify.annotations.NullMarked;
