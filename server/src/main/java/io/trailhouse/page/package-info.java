/// The page: what people see in a browser, and how it asks for its data (docs/spec/page.md).
@NullMarked
package io.trailhouse.page;

import org.jspecify.annotations.NullMarked;
