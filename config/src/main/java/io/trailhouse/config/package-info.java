/// The configuration file: read from YAML into sealed specs, with all its problems at once, each
/// with its line. The command line reads it and the platform builds what it says. It never builds,
/// opens or connects anything itself, and never shows what a reference to a secret stands for.
@NullMarked
package io.trailhouse.config;

import org.jspecify.annotations.NullMarked;
