package io.trailhouse.demo;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Chance that repeats itself: one sequence for each seed and name, the same on every machine.
///
/// Each actor has its own, so that a new actor leaves the days of the others as they were. Not for
/// threads to share.
final class Dice {

  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String HEX = "0123456789abcdef";

  private final RandomGenerator random;

  private Dice(RandomGenerator random) {
    this.random = random;
  }

  static Dice of(long seed, String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = mixed * 0x9E3779B97F4A7C15L + name.charAt(i);
    }
    return new Dice(RandomGeneratorFactory.of("L64X128MixRandom").create(mixed));
  }

  /// Zero up to, not including, the bound.
  int below(int bound) {
    return random.nextInt(bound);
  }

  /// Both ends included.
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /// A version 4 UUID in lower case.
  String uuid() {
    long high = (random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /// The letters and digits of AWS's own identifiers, such as access keys.
  String capitals(int length) {
    return letters(CAPITALS, length);
  }

  String alphanumeric(int length) {
    return letters(ALPHANUMERIC, length);
  }

  String hex(int length) {
    return letters(HEX, length);
  }

  private String letters(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
