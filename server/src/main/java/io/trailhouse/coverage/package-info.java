/// What of a trail is in the table, hour by hour: proven complete, arrived, late or missing. The
/// `coverage` command and `serve` ask. Nothing here fetches what is missing, and no event record is
/// looked at: log files and digest files tell all.
@NullMarked
package io.trailhouse.coverage;

import org.jspecify.annotations.NullMarked;
