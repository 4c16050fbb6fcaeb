/// What a person or a program can ask of a home and have done in it: one class for each kind of
/// question, called alike by the command line, the page and the API. Each gives values; how these
/// are printed is the door's own. May import the query engine, coverage and the tables.
@NullMarked
package io.trailhouse.services;

import org.jspecify.annotations.NullMarked;
