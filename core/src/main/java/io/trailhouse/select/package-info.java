/// Conditions in the languages people already have, compiled to [io.trailhouse.match.Predicate]:
/// EventBridge's event patterns, CloudTrail's event selectors, CloudWatch's filter patterns and
/// short forms. Called by routes, rules and the commands that try a condition. It never looks at a
/// record itself, and refuses a condition with a mistake instead of reading it some other way.
@NullMarked
package io.trailhouse.select;

import org.jspecify.annotations.NullMarked;
