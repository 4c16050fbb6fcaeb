/// The work of `serve`: what runs for ever, each loop under one [Supervisor] with one rule for
/// pauses, failures and the end: sources into one table, routes and alerts out of it, upkeep. The
/// platform makes and starts it. Nothing here reads an event or asks AWS itself.
@NullMarked
package io.trailhouse.serve;

import org.jspecify.annotations.NullMarked;
