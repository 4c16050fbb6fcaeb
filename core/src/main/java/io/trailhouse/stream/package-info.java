/// One way to follow the table's commits: an [EventStream] gives what was committed after a
/// [StreamPosition], in an order that every process agrees on. The lake is one; routes and rules
/// follow it. Nothing here stores a position.
@NullMarked
package io.trailhouse.stream;

import org.jspecify.annotations.NullMarked;
