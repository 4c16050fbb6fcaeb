/// The one reader of YAML: a text that a person has written becomes a tree in which every value
/// knows its line and column, within bounds of size, depth and aliases. Called by `config` and
/// `rule`, which give the tree its meaning and word what is wrong with it. Nothing here knows a
/// key, opens a file or throws because of what a file holds.
@NullMarked
package io.trailhouse.document;

import org.jspecify.annotations.NullMarked;
