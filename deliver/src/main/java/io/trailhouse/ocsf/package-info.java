/// Event records in the words of the Open Cybersecurity Schema Framework, version 1.1.0, as Amazon
/// Security Lake's source version 2 has them: [io.trailhouse.ocsf.OcsfEvent] maps one record.
/// Whoever hands events on to a tool that speaks OCSF calls it. Nothing here opens a file, filters
/// or drops: what has no place in the schema stands in the event's `unmapped`.
@NullMarked
package io.trailhouse.ocsf;

import org.jspecify.annotations.NullMarked;
