/// The work of `serve`: sources that never end, each tried again for ever when it fails, carried
/// into one table that is kept in order meanwhile. The platform starts and stops it. Nothing here
/// reads an event or asks AWS itself.
@NullMarked
package io.trailhouse.serve;

import org.jspecify.annotations.NullMarked;
