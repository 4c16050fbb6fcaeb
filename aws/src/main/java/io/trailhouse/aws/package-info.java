/// CloudTrail's files and events where AWS keeps them: queues that announce log files, buckets that
/// are listed, events that a bus sends, the accounts of an organization, public keys. `serve` runs
/// the sources; other people's programs use them as a library. Nothing here stores an event or
/// decides whether one is new.
@NullMarked
package io.trailhouse.aws;

import org.jspecify.annotations.NullMarked;
