/// From the bytes of a log file to its event records: [EventReader] passes once over the bytes and
/// notes where each field's value begins and ends; [EventBatch] is bytes plus those spans. The
/// pipeline reads with it; matchers and the table's row mapping look through [EventView]. No tree,
/// map or bean is ever built on this way, and nothing here opens a file.
@NullMarked
package io.trailhouse.event;

import org.jspecify.annotations.NullMarked;
