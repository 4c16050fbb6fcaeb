/// What the tests of every module share: real sample data where it lies beside the checkout.
///
/// Called by tests only. Never shipped, and never asks for anything that is not in the checkout
/// without skipping the test, with the reason, when it is absent.
@NullMarked
package io.trailhouse.testkit;

import org.jspecify.annotations.NullMarked;
