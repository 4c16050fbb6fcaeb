/// The rules of the house, held by the build: floors, words, sizes, comments and documents.
///
/// Run by the build after every module is compiled. Never looks at behaviour: that is the business
/// of each package's own tests.
@NullMarked
package io.trailhouse.house;

import org.jspecify.annotations.NullMarked;
