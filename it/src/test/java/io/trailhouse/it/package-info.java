/// Tests of the whole program: they start it as a person does, from its app folder.
///
/// Run by the build in its last phase. Never call into the program's classes: what counts is what a
/// shell sees.
@NullMarked
package io.trailhouse.it;

import org.jspecify.annotations.NullMarked;
