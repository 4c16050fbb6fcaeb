/// The door to the network: one HTTP server for all that `serve` answers, with its bounds, its
/// check of the host's name and its headers. Knows nothing of what is asked.
@NullMarked
package io.trailhouse.web;

import org.jspecify.annotations.NullMarked;
