/// Who asks: links with a token, users with passwords, a reverse proxy's word, and the sessions
/// that come of them (docs/spec/page.md, P2).
@NullMarked
package io.trailhouse.login;

import org.jspecify.annotations.NullMarked;
