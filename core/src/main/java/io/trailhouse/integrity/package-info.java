/// The proof that log files are complete and unchanged: digest files, their signatures, hashes and
/// chain. The commands that verify and the coverage of the table ask here. Nothing here fetches
/// from AWS or decides what happens with a damaged file.
@NullMarked
package io.trailhouse.integrity;

import org.jspecify.annotations.NullMarked;
