/// Rules that remember: metric alarms, values never seen before, and rates of calls and errors.
/// What they find depends on the events alone, not on the order in which or the clock by which they
/// come, so that a stream and its history give the same findings. Called by the pipeline and the
/// commands. It never reads a clock, and never stores, sends or suppresses a finding.
@NullMarked
package io.trailhouse.watch;

import org.jspecify.annotations.NullMarked;
