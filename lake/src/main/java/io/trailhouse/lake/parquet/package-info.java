/// The files of a table: own pages for the columns of `events` within Parquet's file, rows read
/// from them, the seal that each file has, and whether a file is what was written. Whoever writes
/// or reads a file of the lake calls it. It never decides which files belong to the table.
@NullMarked
package io.trailhouse.lake.parquet;

import org.jspecify.annotations.NullMarked;
