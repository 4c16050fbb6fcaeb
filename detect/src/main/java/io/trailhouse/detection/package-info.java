/// All rules at work together: rules on single events, correlations and rules that remember, over
/// events in the order in which they are given. A [DetectionRun] is the same for what comes in, for
/// a table's history and for log files; they differ in the [Lateness] alone. [LiveDetection] is the
/// run that follows the table and outlives a crash. Called by `serve` and the commands. It never
/// records, suppresses or tells a finding.
@NullMarked
package io.trailhouse.detection;

import org.jspecify.annotations.NullMarked;
