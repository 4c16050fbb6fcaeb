/// Stand-ins for S3 and SQS, started as a program of their own so that their libraries meet none of
/// ours. Tests start it and talk to it through AWS's own SDK. Nothing here is shipped.
@NullMarked
package io.trailhouse.doubles;

import org.jspecify.annotations.NullMarked;
