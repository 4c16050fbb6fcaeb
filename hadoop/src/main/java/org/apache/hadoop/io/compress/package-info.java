/// The shape of a compression codec, so that parquet-java's own Zstandard codec has its parents.
///
/// Called by parquet-java and iceberg-parquet, which link to these names; our own code never names
/// them. Never talks to a Hadoop file system, reads a site file or starts a job.
@NullMarked
package org.apache.hadoop.io.compress;

import org.jspecify.annotations.NullMarked;
