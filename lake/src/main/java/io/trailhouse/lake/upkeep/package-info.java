/// Keeps the tables small and tidy: few sorted files a day, old snapshots gone, retention by class
/// and account, no orphan files. The command `upkeep` runs it, and `serve` by itself. It never
/// changes what a query answers but by retention, never drops what a hold covers, and never stands
/// in an appender's way.
@NullMarked
package io.trailhouse.lake.upkeep;

import org.jspecify.annotations.NullMarked;
