/// The object graph, wired by hand: this is where one sees who is given what. Commands get
/// everything they work with from here. It holds no logic of its own, and nobody but `cli` knows
/// it.
@NullMarked
package io.trailhouse.platform;

import org.jspecify.annotations.NullMarked;
