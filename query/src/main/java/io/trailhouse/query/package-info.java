/// SQL over the event table: DuckDB sessions over the files that the table's planner chose, in the
/// spellings of CloudTrail Lake and Athena, behind limits. The command line and the API ask here;
/// the lake says which files there are. Nothing here writes to the table, and no text of a query
/// reaches the file system, the network or a setting.
@NullMarked
package io.trailhouse.query;

import org.jspecify.annotations.NullMarked;
