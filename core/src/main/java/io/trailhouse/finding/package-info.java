/// What a rule or watch has found: the [Finding], how grave it is, what its events say of who did
/// what, and what the rule says of itself. Made by rules and watches, kept by the lake, told by
/// alerts and commands. Nothing here judges an event.
@NullMarked
package io.trailhouse.finding;

import org.jspecify.annotations.NullMarked;
