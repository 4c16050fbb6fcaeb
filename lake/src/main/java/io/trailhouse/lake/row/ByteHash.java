package io.trailhouse.lake.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/// A fast 64-bit hash of bytes, seeded anew in each process, so that nobody can prepare texts that
/// collide. Its values must not leave the process.
public final class ByteHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = new SecureRandom().nextLong();
  private static final long A = 0xa0761d6478bd642fL;
  private static final long B = 0xe7037ed1a0b428dbL;
  private static final long C = 0x8ebc6af09c88c6e3L;

  private ByteHash() {}

  /// The hash of bytes from `from` to before `to`. It differs from process to process.
  public static long of(byte[] bytes, int from, int to) {
    long hash = SEED;
    int at = from;
    for (; at + 16 <= to; at += 16) {
      hash = mix((long) LONGS.get(bytes, at) ^ A, (long) LONGS.get(bytes, at + 8) ^ hash);
    }
    long first = 0;
    long second = 0;
    if (at + 8 <= to) {
      first = (long) LONGS.get(bytes, at);
      at += 8;
    }
    for (; at < to; at++) {
      second = (second << 8) | (bytes[at] & 0xFF);
    }
    return mix(C ^ to - from, mix(first ^ B, second ^ hash));
  }

  /// The hash of two numbers in their order.
  public static long of(long first, long second) {
    return mix(first ^ A, mix(second ^ B, SEED));
  }

  private static long mix(long left, long right) {
    return left * right ^ Math.multiplyHigh(left, right);
  }
}
