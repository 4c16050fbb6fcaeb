/// The event table: its columns, how a record becomes a row and comes back, exactly-once append in
/// one atomic commit, and the ledger of log files. The pipeline writes through it, the query engine
/// asks it which files to read. It never runs SQL and never talks to AWS services itself.
@NullMarked
package io.trailhouse.lake;

import org.jspecify.annotations.NullMarked;
