/// What a running `serve` says of itself over HTTP: its state as JSON, its numbers as Prometheus
/// text, and whether it is well. `serve` gives the numbers. Nothing here can change anything, and
/// no event record is shown.
@NullMarked
package io.trailhouse.status;

import org.jspecify.annotations.NullMarked;
