/// Requests to web addresses: one client, one way of encryption and signature, one judgement of
/// answers. Called by routes and alerts. It never follows a redirect, and tells neither a secret
/// nor the words of an answer.
@NullMarked
package io.trailhouse.http;

import org.jspecify.annotations.NullMarked;
