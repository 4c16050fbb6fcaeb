/// Where routes write to in AWS: buckets, queues, topics, buses, streams and log groups. The
/// program makes one for each route that names it. Nothing here decides what is sent, or tries
/// again what was not taken beyond the SDK's own tries: the route does.
@NullMarked
package io.trailhouse.aws.destination;

import org.jspecify.annotations.NullMarked;
