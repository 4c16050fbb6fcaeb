/// How log files become part of the table, each event once, in one atomic commit, and how what was
/// committed is read back in its order: appender, sameness, input manifests, the ledger
/// `log_files`, and the streams that follow the commits. The pipeline writes through it, routes,
/// rules and exports read through it. It never rewrites or expires what is committed.
@NullMarked
package io.trailhouse.lake.commit;

import org.jspecify.annotations.NullMarked;
