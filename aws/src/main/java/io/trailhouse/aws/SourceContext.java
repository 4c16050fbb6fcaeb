package io.trailhouse.aws;

import java.time.InstantSource;

/// What tells the time to a source, and whom it tells how it is.
public record SourceContext(SourceHealth health, InstantSource clock) {}
