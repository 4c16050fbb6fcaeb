package io.trailhouse.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.MemoryStream;
import io.trailhouse.stream.EventStream.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedStreamTest {
  private final MemoryStream table = new MemoryStream();
  private final AtomicInteger readings = new AtomicInteger();
  private volatile @Nullable CountDownLatch mayRead;

  private SharedStream shared(long mostBytes) {
    return new SharedStream(
        new EventStream() {
          @Override
          public StreamPosition head() {
            return table.head();
          }

          @Override
          public @Nullable Chunk from(StreamPosition position) {
            readings.incrementAndGet();
            CountDownLatch wait = mayRead;
            try {
              if (wait != null && !wait.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it read");
              }
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return table.from(position);
          }
        },
        mostBytes);
  }

  private static StreamPosition at(long commit, long row) {
    return new StreamPosition(commit, row);
  }

  private void commit(int events) {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      records.add("{\"eventVersion\":\"1.11\",\"eventID\":\"e%d\"}".formatted(i));
    }
    table.commit(records);
  }

  @Test
  void allWhoAreNearEachOtherGetTheVerySameChunk() {
    SharedStream shared = shared(1_000_000);
    assertThat(shared.head()).isEqualTo(at(0, 0));
    assertThat(shared.from(at(0, 0))).isNull();
    commit(3);
    commit(2);
    Chunk first = shared.from(at(0, 0));
    assertThat(first).isSameAs(table.from(at(0, 0)));
    assertThat(shared.from(at(0, 2))).isSameAs(first);
    assertThat(shared.from(at(1, 0))).isSameAs(table.from(at(1, 0)));
    assertThat(shared.from(at(0, 1))).isSameAs(first);
    assertThat(readings).hasValue(3);
    assertThat(shared.from(at(2, 0))).as("not there yet").isNull();
    commit(1);
    assertThat(shared.from(at(2, 0))).as("and there now").isNotNull();
  }

  @Test
  void whatIsKeptIsBoundedAndWhatNobodyAskedForLongestGoesFirst() {
    for (int i = 0; i < 4; i++) {
      commit(10);
    }
    Chunk first = table.from(at(0, 0));
    assertThat(first).isNotNull();
    SharedStream shared = shared(2L * first.events().bytes().length);
    shared.from(at(0, 0));
    shared.from(at(1, 0));
    shared.from(at(0, 0));
    shared.from(at(2, 0));
    assertThat(readings).hasValue(3);
    shared.from(at(0, 0));
    shared.from(at(2, 0));
    assertThat(readings).as("those are kept").hasValue(3);
    shared.from(at(1, 0));
    assertThat(readings).as("this one went").hasValue(4);
    SharedStream none = shared(0);
    none.from(at(0, 0));
    none.from(at(0, 5));
    assertThat(readings).as("the last one is kept in any case").hasValue(5);
  }

  @Test
  void twoWhoAskAtOnceReadOnceAndWhoFindsItsChunkWaitsForNobody() throws Exception {
    commit(1);
    commit(1);
    SharedStream shared = shared(1_000_000);
    shared.from(at(0, 0));
    CountDownLatch gate = new CountDownLatch(1);
    mayRead = gate;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<@Nullable Chunk> one = threads.submit(() -> shared.from(at(1, 0)));
      Future<@Nullable Chunk> other = threads.submit(() -> shared.from(at(1, 0)));
      assertThat(shared.from(at(0, 0))).as("while they read").isNotNull();
      gate.countDown();
      assertThat(one.get(60, TimeUnit.SECONDS)).isSameAs(other.get(60, TimeUnit.SECONDS));
      assertThat(readings).hasValue(2);
    } finally {
      threads.shutdownNow();
    }
  }
}
