package io.trailhouse.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.destination.SinkBatch;
import io.trailhouse.destination.SinkBatch.FileResult;
import io.trailhouse.event.EventReader;
import io.trailhouse.fixture.Await;
import io.trailhouse.lake.catalog.Lake;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches of one appender that have the same events: whatever is committed when the process is
/// killed, the ledger knows no log file whose events the table has not (spec: table.md, W10).
final class CommitOrderTest {
  @TempDir private Path home;
  private Lake lake;
  private EventAppender appender;

  @BeforeEach
  void open() {
    lake = Lake.open(home);
    // Each record is checked and written as soon as it comes.
    appender = EventAppender.open(lake, Appends.small(1, 1_000, 1 << 20), Imports.CLOCK);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  /// The same object, announced twice, in the hands of two threads.
  @Test
  void whoCountsTheEventsOfAnotherBatchAsThereIsCommittedAfterIt() throws Exception {
    Appends.File file = file("/logs/a.json", "e1", "e2");
    SinkBatch first = begun(file);
    Committing second = new Committing(begun(file));
    second.untilItWaits();
    assertThat(Appends.ledger(lake)).isEmpty();
    first.commit();
    second.end();
    assertThat(Imports.records(lake)).hasSize(2);
    assertThat(Appends.ledger(lake)).hasSize(1);
    assertThat(Appends.sum(Appends.ledger(lake), "new_rows")).isEqualTo(2);
  }

  @Test
  void killedWhileItWaitsNothingIsLost() throws Exception {
    Appends.File file = file("/logs/a.json", "e1", "e2");
    begun(file); // and never committed, as a kill would have it
    new Committing(begun(file)).untilItWaits();
    new Committing(begun(file("/logs/copy.json", "e1", "e2"))).untilItWaits();
    lake.close();
    open();
    assertThat(appender.knows(file.logFile())).isFalse();
    Appends.add(appender, List.of(file));
    assertThat(Imports.records(lake)).hasSize(2);
  }

  @Test
  void whatWasCommittedElsewhereIsWaitedForNoMore() throws Exception {
    Appends.File file = file("/logs/a.json", "e1", "e2");
    AppendBatch first = (AppendBatch) begun(file);
    Committing second = new Committing(begun(file));
    second.untilItWaits();
    PreparedBatch prepared = first.prepare();
    assertThat(BatchCommit.open(lake, Imports.CLOCK).commit(prepared)).isTrue();
    appender.release(prepared);
    second.end();
    assertThat(Imports.records(lake)).hasSize(2);
    assertThat(Appends.sum(Appends.ledger(lake), "new_rows")).isEqualTo(2);
  }

  @Test
  void whoHasNoEventOfAnotherDoesNotWait() throws Exception {
    begun(file("/logs/a.json", "e1"));
    SinkBatch other = begun(file("/logs/b.json", "e2"));
    assertThat(other.commit()).hasSize(1);
    assertThat(Imports.records(lake)).hasSize(1);
  }

  /// Each of two batches counts an event of the other one as there.
  @Test
  void batchesThatCountOnEachOtherDoNotWaitForEver() throws Exception {
    SinkBatch one = begun(file("/logs/a.json", "e1"));
    SinkBatch other = begun(file("/logs/b.json", "e2"));
    add(one, file("/logs/b-copy.json", "e2"));
    add(other, file("/logs/a-copy.json", "e1"));
    add(other, file("/logs/c.json", "e3"));
    Committing waiting = new Committing(one);
    waiting.untilItWaits();
    List<FileResult> results = other.commit();
    assertThat(results.stream().map(each -> each.file().origin()))
        .containsExactlyInAnyOrder("/logs/b.json", "/logs/a-copy.json", "/logs/c.json");
    assertThat(waiting.end()).hasSize(2);
    assertThat(Imports.records(lake)).hasSize(3);
    assertThat(Appends.ledger(lake)).hasSize(5);
    assertThat(Appends.sum(Appends.ledger(lake), "new_rows")).isEqualTo(3);
    assertThat(Appends.sum(Appends.ledger(lake), "duplicates")).isEqualTo(2);
  }

  @Test
  void killedBetweenTheRowsAndTheLogFilesOfSuchNothingIsLost() throws Exception {
    Appends.File a = file("/logs/a.json", "e1");
    Appends.File copy = file("/logs/a-copy.json", "e1");
    SinkBatch one = begun(a);
    SinkBatch other = begun(file("/logs/b.json", "e2"));
    add(one, file("/logs/b-copy.json", "e2"));
    add(other, copy);
    SinkBatch third = begun(file("/logs/c.json", "e3"));
    add(one, file("/logs/c-copy.json", "e3")); // what the first waits for besides
    new Committing(one).untilItWaits();
    new Committing(other).untilItWaits();
    assertThat(Appends.ledger(lake).stream().map(row -> row.get("origin")))
        .containsExactly("/logs/b.json");
    lake.close();
    open();
    assertThat(appender.knows(copy.logFile())).isFalse();
    assertThat(third.isEmpty()).isFalse();
    Appends.add(appender, List.of(a, copy));
    assertThat(Imports.records(lake)).hasSize(2);
  }

  @Test
  void whoWaitsForABatchThatIsDroppedFails() throws Exception {
    Appends.File file = file("/logs/a.json", "e1");
    SinkBatch first = begun(file);
    Committing second = new Committing(begun(file));
    second.untilItWaits();
    first.drop();
    assertThatThrownBy(second::end)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("a batch that goes first has failed");
    assertThat(Appends.ledger(lake)).isEmpty();
    assertThatThrownBy(appender::begin).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoIsInterruptedWhileItWaitsCommitsNothing() throws Exception {
    Appends.File file = file("/logs/a.json", "e1");
    begun(file);
    Committing second = new Committing(begun(file));
    second.untilItWaits();
    second.thread.interrupt();
    assertThatThrownBy(second::end).hasMessageContaining("interrupted");
    assertThat(Appends.ledger(lake)).isEmpty();
  }

  private SinkBatch begun(Appends.File file) throws IOException {
    SinkBatch batch = appender.begin();
    add(batch, file);
    return batch;
  }

  private static void add(SinkBatch batch, Appends.File file) throws IOException {
    batch.start(file.logFile());
    byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
    batch.end(new EventReader().read(new ByteArrayInputStream(bytes), batch::write));
  }

  private static Appends.File file(String origin, String... ids) {
    return new Appends.File(
        origin,
        Arrays.stream(ids)
            .map(id -> LogFolder.record(id, "2026-05-01", 8, 0))
            .collect(Collectors.joining(",", "{\"Records\":[", "]}")));
  }

  /// A commit in a thread of its own.
  private static final class Committing {
    private final FutureTask<List<FileResult>> task;
    private final Thread thread;

    Committing(SinkBatch batch) {
      task = new FutureTask<>(batch::commit);
      thread = new Thread(task, "committing");
      thread.setDaemon(true);
      thread.start();
    }

    void untilItWaits() throws InterruptedException {
      Await.until(() -> thread.getState() == Thread.State.WAITING || task.isDone());
      assertThat(task.isDone()).isFalse();
    }

    List<FileResult> end() throws Exception {
      return task.get();
    }
  }
}
