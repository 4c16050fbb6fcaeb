/// The commands of the program `trailhouse`, one class each, and how they speak to a terminal.
///
/// Called by the launcher, through [Main]. Never does the work itself: a command reads its words,
/// asks the platform, and prints the answer.
@NullMarked
package io.trailhouse.cli;

import org.jspecify.annotations.NullMarked;
