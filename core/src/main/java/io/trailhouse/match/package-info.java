/// Conditions on event records: [Predicate] is what every language of conditions is compiled to,
/// [Matchers] makes it run over a record's bytes, [MatcherSet] runs many at once. Called by routes
/// and rules. It never reads a pattern of anybody's language and never makes a tree of a record.
@NullMarked
package io.trailhouse.match;

import org.jspecify.annotations.NullMarked;
