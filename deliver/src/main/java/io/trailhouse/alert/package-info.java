/// From findings to messages that people get: what the configuration says of an alert, how findings
/// become few messages, who sends them, and the [Outbox] that keeps them until they are sent.
///
/// `serve` adds findings and calls the outbox when it asks to be called. Nothing here looks for
/// findings, sleeps, owns a thread of its own, sends anywhere but where the configuration says, or
/// shows a secret.
@NullMarked
package io.trailhouse.alert;

import org.jspecify.annotations.NullMarked;
