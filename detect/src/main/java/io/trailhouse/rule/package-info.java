/// Rules that say which events are worth a person's look: what a rule is, how Sigma rules are read
/// and compiled, and the [Finding] that comes of them. Called by the pipeline and the commands. It
/// never stores, sends or suppresses a finding.
@NullMarked
package io.trailhouse.rule;

import org.jspecify.annotations.NullMarked;
