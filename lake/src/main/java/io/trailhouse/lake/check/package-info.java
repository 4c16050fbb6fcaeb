/// Whether every file that the tables name is what was written, what a damaged one held and where
/// that can be had again, and days put right from their log files. The command `lake check` runs
/// it. It never takes an event out of a table but those of a damaged file that somebody gives up.
@NullMarked
package io.trailhouse.lake.check;

import org.jspecify.annotations.NullMarked;
