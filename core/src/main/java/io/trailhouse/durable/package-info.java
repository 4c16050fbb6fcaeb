/// Files that a crash leaves old or new, never half-written: written beside, forced to the disk,
/// put in place by one rename, with their folder forced after it. Everything that must outlive a
/// crash or a loss of power is written through here: positions, states, alerts, quarantine, what a
/// route puts into a folder. Nothing here knows what the bytes mean or retries.
@NullMarked
package io.trailhouse.durable;

import org.jspecify.annotations.NullMarked;
