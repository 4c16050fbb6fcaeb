/// Carries log files from a source into a sink: read, write, commit, release, and what cannot be
/// read into quarantine. The order of these steps is the product's promise and stands in one place,
/// [IngestPipeline]. The platform builds it. It knows no table, no queue and no terminal.
@NullMarked
package io.trailhouse.pipeline;

import org.jspecify.annotations.NullMarked;
