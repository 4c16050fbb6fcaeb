/// Makes an object from a class name, as parquet-java makes its codecs.
///
/// Called by parquet-java and iceberg-parquet, which link to these names; our own code never names
/// them. Never talks to a Hadoop file system, reads a site file or starts a job.
@NullMarked
package org.apache.hadoop.util;

import org.jspecify.annotations.NullMarked;
