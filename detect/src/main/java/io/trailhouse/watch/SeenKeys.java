package io.trailhouse.watch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which events of the minutes that are not judged yet have been observed. Keys are remembered as
/// 64 bits of their own digest, some 50 bytes of memory each; among 2 million the chance that a new
/// event is taken for an old one is one in ten million.
final class SeenKeys {
  /// Beyond so many keys the oldest minute is forgotten, and a copy of its events counts again.
  static final int MOST = 2_000_000;

  private final TreeMap<Long, Set<Long>> byMinute = new TreeMap<>();
  private int size;
  private long forgotten;

  /// Whether this is the first time.
  boolean add(Instant time, String key) {
    long minute = Math.floorDiv(time.getEpochSecond(), 60);
    if (!byMinute.computeIfAbsent(minute, each -> new HashSet<>()).add(hash(key))) {
      return false;
    }
    size++;
    while (size > MOST && byMinute.size() > 1) {
      int gone = byMinute.pollFirstEntry().getValue().size();
      size -= gone;
      forgotten += gone;
    }
    return true;
  }

  /// Forgets minutes that no event may come to any more.
  void dropBefore(Instant watermark) {
    long minute = Math.floorDiv(watermark.getEpochSecond(), 60);
    Map<Long, Set<Long>> past = byMinute.headMap(minute);
    past.values().forEach(keys -> size -= keys.size());
    past.clear();
  }

  long forgotten() {
    return forgotten;
  }

  /// FNV-1a with a last mixing, so that it is the same in every process.
  private static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xFF)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  void save(StateWriter out) {
    out.number(byMinute.size());
    byMinute.forEach((minute, keys) -> {
      out.number(minute);
      out.number(keys.size());
      keys.forEach(out::number);
    });
  }

  void restore(StateReader in) {
    byMinute.clear();
    size = 0;
    Map<Long, Set<Long>> read = new HashMap<>();
    for (long minutes = in.number(); minutes > 0; minutes--) {
      Set<Long> keys = read.computeIfAbsent(in.number(), each -> new HashSet<>());
      for (long left = in.number(); left > 0; left--) {
        keys.add(in.number());
      }
      size += keys.size();
    }
    byMinute.putAll(read);
  }
}
