/// An event as a row: the columns of the table `events`, how a record becomes a row and comes back
/// byte for byte, and by what two records are the same event. The other packages of the lake call
/// it; it knows no file, no commit and no folder.
@NullMarked
package io.trailhouse.lake.row;

import org.jspecify.annotations.NullMarked;
