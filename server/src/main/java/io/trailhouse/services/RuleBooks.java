package io.trailhouse.services;

import io.trailhouse.config.RulesSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The rules that can be named, read again when they were read some time ago: reading takes all
/// files of rules, and somebody may have changed them since.
final class RuleBooks {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final InstantSource clock;
  private @Nullable Read last;

  private record Read(RulesSpec spec, RuleBook book, Instant at) {}

  RuleBooks(InstantSource clock) {
    this.clock = clock;
  }

  synchronized RuleBook of(RulesSpec spec) {
    Instant now = clock.instant();
    Read read = last;
    boolean fresh = read != null && Duration.between(read.at(), now).abs().compareTo(FRESH) < 0;
    if (read == null || !fresh || !read.spec().equals(spec)) {
      read = new Read(spec, RuleBook.of(spec), now);
      last = read;
    }
    return read.book();
  }
}
