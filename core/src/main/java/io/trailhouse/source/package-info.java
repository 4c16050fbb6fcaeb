/// Where log files come from: their names, a log file on loan ([SourceFile]), and the source that
/// walks folders, archives and standard input. The pipeline takes deliveries from here and releases
/// them once their events are safe. Nothing here looks into a log file beyond telling an archive
/// from a file.
@NullMarked
package io.trailhouse.source;

import org.jspecify.annotations.NullMarked;
