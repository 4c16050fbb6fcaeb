/// Keeps the tables small and tidy: few sorted files a day, old snapshots gone, retention by class,
/// no orphan files. The command `upkeep` runs it, later `serve` does by itself. It never changes
/// what a query answers but by retention, and never stands in an appender's way.
@NullMarked
package io.trailhouse.lake.upkeep;

import org.jspecify.annotations.NullMarked;
