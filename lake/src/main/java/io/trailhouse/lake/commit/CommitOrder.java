package io.trailhouse.lake.commit;

import io.trailhouse.lake.row.EventKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// In which order the batches of one appender become part of the table. A batch that has found an
/// event among the rows of another one counts it as there and writes none, so the other one goes
/// first: a crash between the two would leave a ledger that knows a log file whose events the table
/// has not.
///
/// The rows of a batch are noted under the lock of [SeenKeys]; all else under this object's own.
final class CommitOrder {
  private final List<Place> open = new ArrayList<>();
  private boolean failed;

  /// A batch from its first row to its commit.
  final class Place {
    private final String batch;
    private final KeySet rows = new KeySet();
    private final Map<LogFileEntry, Set<Place>> counted = new HashMap<>();
    private boolean waiting;
    private boolean done;

    private Place(String batch) {
      this.batch = batch;
    }

    /// A row of this batch; others count it as there from now on.
    void add(EventKey key) {
      if (rows.size() == 0) {
        synchronized (CommitOrder.this) {
          open.add(this);
        }
      }
      rows.add(key.high(), key.low(), KeySet.UNKNOWN);
    }

    /// A record of a log file was there already: perhaps as a row of a batch that is under way.
    void count(LogFileEntry entry, EventKey key) {
      synchronized (CommitOrder.this) {
        for (Place other : open) {
          if (other != this && other.rows.contains(key.high(), key.low())) {
            counted.computeIfAbsent(entry, each -> identitySet()).add(other);
          }
        }
      }
    }

    /// Waits until each batch whose rows this one counts as there is part of the table.
    ///
    /// @return false when one of them waits for this one: then its rows have to go first
    /// @throws IllegalStateException when one of them will never be
    boolean await() {
      synchronized (CommitOrder.this) {
        while (true) {
          Set<Place> first = before();
          if (first.isEmpty()) {
            return true;
          }
          if (failed) {
            throw new IllegalStateException("a batch that goes first has failed");
          }
          if (isAwaitedBy(first, new HashSet<>())) {
            return false;
          }
          pause();
        }
      }
    }

    private void pause() {
      waiting = true;
      try {
        CommitOrder.this.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while another batch is committed", e);
      } finally {
        waiting = false;
      }
    }

    private boolean isAwaitedBy(Set<Place> others, Set<Place> looked) {
      for (Place other : others) {
        if (other.waiting && looked.add(other)) {
          Set<Place> next = other.before();
          if (next.contains(this) || isAwaitedBy(next, looked)) {
            return true;
          }
        }
      }
      return false;
    }

    private Set<Place> before() {
      Set<Place> first = identitySet();
      counted.values().forEach(first::addAll);
      first.removeIf(each -> each.done);
      return first;
    }

    /// Whether all that a log file counts as there is part of the table.
    boolean isSettled(LogFileEntry entry) {
      synchronized (CommitOrder.this) {
        return counted.getOrDefault(entry, Set.of()).stream().allMatch(each -> each.done);
      }
    }

    /// Whether others may count rows of this batch as there.
    boolean hasRows() {
      return rows.size() > 0;
    }

    /// The rows of this batch are part of the table.
    void done() {
      synchronized (CommitOrder.this) {
        done = true;
        open.remove(this);
        CommitOrder.this.notifyAll();
      }
    }
  }

  /// @param batch its id
  Place begin(String batch) {
    return new Place(batch);
  }

  /// The rows of a batch are part of the table: another process has committed it.
  synchronized void done(String batch) {
    List.copyOf(open).stream().filter(each -> each.batch.equals(batch)).forEach(Place::done);
  }

  /// What is open will never be part of the table.
  synchronized void fail() {
    failed = true;
    notifyAll();
  }

  private static Set<Place> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
