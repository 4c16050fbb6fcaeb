/// Sizes, durations, points and spans of time, and places in S3 as people write them: one type for
/// each, so that a text means the same in the configuration, on the command line and in any other
/// door. Each has a `parse` whose [QuantityException] says what is wrong and what to write, and a
/// text that parses back to the same value. Called by `config`, `rule`, `aws`, `platform` and
/// `cli`; nothing here opens, asks or writes anything.
@NullMarked
package io.trailhouse.quantity;

import org.jspecify.annotations.NullMarked;
