/// Which files hold which rows, and whose they are: the home's catalog, its three tables, the
/// folder they live in, who owns it, and who has it open. Everything that opens a lake begins here.
/// It adds no row and deletes none.
@NullMarked
package io.trailhouse.lake.catalog;

import org.jspecify.annotations.NullMarked;
