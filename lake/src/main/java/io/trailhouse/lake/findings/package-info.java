/// The table `findings` and the suppressions in the home folder: what rules have found, how it is
/// told apart, and what people made of it. Detection and the commands for findings call it; it runs
/// no rule and sends nothing.
@NullMarked
package io.trailhouse.lake.findings;

import org.jspecify.annotations.NullMarked;
