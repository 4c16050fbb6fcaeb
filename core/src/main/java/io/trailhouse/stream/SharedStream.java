package io.trailhouse.stream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One reading of a stream for all who follow it: those who are near each other are handed the very
/// same chunk. For any number of threads.
///
/// What is kept is bounded, and what nobody has asked for longest goes first. So whoever is behind
/// holds up nobody: once past what is kept, it reads for itself. Nobody who finds a chunk kept
/// waits for another's reading.
public final class SharedStream implements EventStream {
  private final EventStream source;
  private final long mostBytes;
  private final Object reading = new Object();

  /// By the position that was asked for, the one asked for longest ago first. Between that position
  /// and a chunk's start there is no event, and never will be.
  private final Map<StreamPosition, Chunk> kept = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /// @param mostBytes of records that are kept; the chunk that was read last is kept in any case
  public SharedStream(EventStream source, long mostBytes) {
    this.source = source;
    this.mostBytes = mostBytes;
  }

  @Override
  public StreamPosition head() {
    return source.head();
  }

  @Override
  public @Nullable Chunk from(StreamPosition position) {
    Chunk known = known(position);
    if (known != null) {
      return known;
    }
    synchronized (reading) {
      known = known(position); // another may have read it meanwhile
      if (known != null) {
        return known;
      }
      Chunk read = source.from(position);
      if (read != null) {
        keep(position, read);
      }
      return read;
    }
  }

  private @Nullable Chunk known(StreamPosition position) {
    synchronized (kept) {
      for (Map.Entry<StreamPosition, Chunk> each : kept.entrySet()) {
        Chunk chunk = each.getValue();
        StreamPosition from = first(each.getKey(), chunk.start());
        if (from.compareTo(position) <= 0 && position.compareTo(chunk.next()) < 0) {
          return kept.get(each.getKey()); // which makes it the last to go
        }
      }
      return null;
    }
  }

  private static StreamPosition first(StreamPosition one, StreamPosition other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private void keep(StreamPosition position, Chunk chunk) {
    synchronized (kept) {
      kept.put(position, chunk);
      bytes += size(chunk);
      Iterator<Chunk> oldest = kept.values().iterator();
      while (bytes > mostBytes && kept.size() > 1) {
        bytes -= size(oldest.next());
        oldest.remove();
      }
    }
  }

  private static long size(Chunk chunk) {
    return chunk.events().bytes().length;
  }
}
