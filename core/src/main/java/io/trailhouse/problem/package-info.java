/// What can go wrong, said so that a user can act on it: a code, the problem, its place, the
/// remedy. Every package throws [TrailhouseException]; the command line and the pipeline read its
/// code. Nothing here logs, prints or decides: the code names the answer, the caller gives it.
@NullMarked
package io.trailhouse.problem;

import org.jspecify.annotations.NullMarked;
