/// Where event records go: a [Sink] takes them in batches that take effect as a whole. The pipeline
/// writes to it; the lake is one. A sink never reads from a source and never decides which records
/// it gets.
@NullMarked
package io.trailhouse.sink;

import org.jspecify.annotations.NullMarked;
