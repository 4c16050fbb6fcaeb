/// How far a source has come, and where that is remembered. Sources that walk through something
/// large ask here where to go on. Nothing here decides what is stored: a position is a saving of
/// work, never the reason why something is left out.
@NullMarked
package io.trailhouse.checkpoint;

import org.jspecify.annotations.NullMarked;
