/// Reads CloudTrail's Event history: a partition for each account and Region, each at the rate that
/// the service allows, all at once. Called by the `backfill` command and by `serve`; it never
/// decides where events go, and never keeps more of them than a few pages a partition.
@NullMarked
package io.trailhouse.aws.history;

import org.jspecify.annotations.NullMarked;
