/// Routes: the part of the stored events that a condition chooses, sent on to a place of the user's
/// own, with exact accounts. Called by `serve` and by the commands that try, check and replay a
/// route. It reads events only from an [io.trailhouse.stream.EventStream], so what a route has not
/// delivered yet waits in the table and nowhere else; it never changes the table and never holds
/// another route up.
@NullMarked
package io.trailhouse.route;

import org.jspecify.annotations.NullMarked;
