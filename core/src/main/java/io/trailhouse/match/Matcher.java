package io.trailhouse.match;

/// A compiled condition. For any number of threads, each with a [Subject] of its own.
@FunctionalInterface
public interface Matcher {
  boolean matches(Subject subject);
}
