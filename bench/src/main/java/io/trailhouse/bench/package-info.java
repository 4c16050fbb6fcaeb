/// JMH measurements of the hot path and the in-process half of the query figures. Whoever changes
/// `event` or `lake` runs them, and so does `bench/run`. Nothing here is shipped or tests anything.
@NullMarked
package io.trailhouse.bench;

import org.jspecify.annotations.NullMarked;
