/// Where event records go: a [Sink] takes them in batches that take effect as a whole, and a
/// [TrailWriter] writes them as a trail delivers them. The pipeline writes to a sink, the lake is
/// one and writes to trail folders. A route writes to an [ObjectStore] or a [MessageSink]; those
/// that need nothing but the JDK are here. What routes and alerts send fails with a [Failure], and
/// [RetryPolicy] says when it is tried again. Nothing here reads from a source or knows a table.
@NullMarked
package io.trailhouse.destination;

import org.jspecify.annotations.NullMarked;
