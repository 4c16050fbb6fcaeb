package io.trailhouse.detection;

import io.trailhouse.durable.DurableFile;
import io.trailhouse.finding.Finding;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.stream.EventStream;
import io.trailhouse.stream.EventStream.Chunk;
import io.trailhouse.stream.StreamPosition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows a stream of events with all rules, and hands on what they find. For one thread.
///
/// The order of the steps is the promise: findings are recorded, what watches remember is saved,
/// the position is remembered. A crash between any two of them finds the same again, with the same
/// ids. Findings of one commit of the table are recorded together at its end, unless they are many.
public final class LiveDetection implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration SAVE_EVERY = Duration.ofSeconds(10);

  /// How many findings wait at the most for the end of their commit, and for how many bytes of
  /// records: a recording costs the same for one finding and for thousands.
  private static final int MOST_WAITING = 5_000;

  private static final long MOST_WAITING_BYTES = 32L << 20;

  private final DetectionRules rules;
  private final Surroundings around;
  private final Recorder recorder;
  private final DetectionRun run;
  private final DurableFile place;
  private final DurableFile memory;
  private final boolean isGoingOn;
  private StreamPosition at;
  private Instant saved;
  private Instant arrived;
  private boolean isUnsettled = true;
  private long inspected;

  /// Found, and not recorded yet; the position is not remembered before it is.
  private final List<Finding> waiting = new ArrayList<>();

  /// Of the records that these may hold on to.
  private long waitingBytes;

  /// Takes findings for good; the same ones may come again.
  @FunctionalInterface
  public interface Recorder {
    void record(List<Finding> findings) throws IOException;
  }

  /// The events that are stored already.
  @FunctionalInterface
  public interface History {
    /// Gives them, days in their order.
    ///
    /// @param from those of this moment and later; null for all
    /// @param commit the last one whose events are given; null for the newest
    /// @throws TrailhouseException with NOT_FOUND when the table is no longer kept as that commit
    ///   left it
    void read(@Nullable Instant from, @Nullable Long commit, Consumer<Chunk> taker)
        throws IOException;
  }

  /// What it needs beside its rules.
  ///
  /// @param stream stays open when this is closed
  /// @param folder where `position` and `watches` are remembered
  public record Surroundings(
      EventStream stream, History history, Path folder, InstantSource clock) {}

  private LiveDetection(DetectionRules rules, Surroundings around, Recorder recorder)
      throws IOException {
    this.rules = rules;
    this.around = around;
    this.recorder = recorder;
    this.run = DetectionRun.live(rules, around.clock());
    this.place = new DurableFile(around.folder().resolve("position"));
    this.memory = new DurableFile(around.folder().resolve("watches"));
    this.saved = around.clock().instant();
    this.arrived = saved;
    byte[] known = place.read();
    this.isGoingOn = known != null;
    this.at =
        known == null
            ? around.stream().head()
            : StreamPosition.of(new String(known, StandardCharsets.UTF_8));
    if (known == null) {
      remember();
    }
  }

  /// Opens where it was; the first time with what comes next, and with what the history teaches.
  public static LiveDetection open(DetectionRules rules, Surroundings around, Recorder recorder)
      throws IOException {
    LiveDetection detection = new LiveDetection(rules, around, recorder);
    detection.recall();
    detection.warm();
    return detection;
  }

  /// Brings watches to what they knew; new ones learn from the history.
  private void recall() throws IOException {
    if (rules.watches().isEmpty()) {
      return;
    }
    byte[] known = memory.read();
    List<String> anew =
        known == null
            ? rules.watches().stream().map(spec -> spec.rule().id()).toList()
            : run.restore(new ByteArrayInputStream(known));
    if (!anew.isEmpty()) {
      learn(anew);
    }
  }

  /// @param anew ids of the rules that know nothing yet; the others keep what they know
  private void learn(List<String> anew) throws IOException {
    DetectionRun learning = null;
    long done = at.row() == 0 ? at.commit() - 1 : at.commit();
    if (isGoingOn && done > 0) {
      learning = learnt(anew, done);
    }
    if (learning == null) {
      learning = learnt(anew, null);
    }
    if (learning == null) {
      throw new IllegalStateException("the newest commit is always kept");
    }
    learning.advance(Lateness.LIVE); // of before these rules were there: a backtest shows it
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    learning.save(state);
    run.restore(new ByteArrayInputStream(state.toByteArray()));
  }

  /// What the events before those teach that are still to be inspected, so that these are judged by
  /// what was learnt and not learnt as well.
  ///
  /// @return null where the table as it was then is no longer kept
  private @Nullable DetectionRun learnt(List<String> anew, @Nullable Long commit)
      throws IOException {
    DetectionRun learning =
        DetectionRun.ofHistory(rules.onlyWatches(anew), Lateness.DAYS, around.clock().instant());
    try {
      around
          .history()
          .read(
              null,
              commit,
              chunk -> {
                for (int row = 0; row < chunk.events().rows(); row++) {
                  learning.take(chunk.events(), row);
                }
                learning.advance();
              });
      return learning;
    } catch (TrailhouseException e) {
      if (commit == null || e.code() != Code.NOT_FOUND) {
        throw e;
      }
      return null;
    }
  }

  /// Gives correlations the events that a window may still reach back to.
  private void warm() throws IOException {
    Duration longest = rules.longestWindow();
    if (longest.isZero()) {
      return;
    }
    Instant from =
        around.clock().instant().minus(longest).minus(Lateness.LIVE.allowed().multipliedBy(2));
    around
        .history()
        .read(
            from,
            null,
            chunk -> {
              for (int row = 0; row < chunk.events().rows(); row++) {
                run.remind(chunk.events(), row);
              }
            });
    List<Finding> found = run.reminded();
    if (isGoingOn && !found.isEmpty()) {
      recorder.record(found); // a crash may have come before some of them were recorded
    }
  }

  /// Does what is due.
  ///
  /// @return zero when there is more to do at once
  public Duration work() throws IOException {
    Chunk chunk = around.stream().from(at);
    if (chunk == null) {
      settleQuiet();
      if (isTimeToSave()) {
        save();
      }
      return LOOK_AGAIN;
    }
    for (int row = 0; row < chunk.events().rows(); row++) {
      StreamPosition position =
          new StreamPosition(chunk.start().commit(), chunk.start().row() + chunk.rows()[row]);
      if (position.compareTo(at) >= 0) {
        waiting.addAll(run.take(chunk.events(), row));
        inspected++;
      }
    }
    arrived = around.clock().instant();
    isUnsettled = true;
    waiting.addAll(run.advance());
    waitingBytes += waiting.isEmpty() ? 0 : chunk.events().bytes().length;
    boolean isDue = isTimeToSave() || isTimeToRecord(chunk.next());
    if (isDue) {
      recordWaiting();
    }
    at = chunk.next();
    if (isDue) {
      save();
    }
    return Duration.ZERO;
  }

  private boolean isTimeToRecord(StreamPosition next) {
    boolean isEndOfCommit = next.row() == 0;
    boolean isMuch = waiting.size() >= MOST_WAITING || waitingBytes >= MOST_WAITING_BYTES;
    return !waiting.isEmpty() && (isEndOfCommit || isMuch);
  }

  private void recordWaiting() throws IOException {
    if (!waiting.isEmpty()) {
      recorder.record(List.copyOf(waiting));
      waiting.clear();
    }
    waitingBytes = 0;
  }

  /// When nothing has come for so long as an event may be late, what has come is all there is.
  private void settleQuiet() throws IOException {
    if (isUnsettled && !around.clock().instant().isBefore(arrived.plus(Lateness.LIVE.allowed()))) {
      isUnsettled = false;
      waiting.addAll(run.quiet());
      if (!waiting.isEmpty()) {
        save();
      }
    }
  }

  private boolean isTimeToSave() {
    return !around.clock().instant().isBefore(saved.plus(SAVE_EVERY));
  }

  /// Events that were dated in the future, so that no clock went by them.
  public long future() {
    return run.future();
  }

  private void save() throws IOException {
    recordWaiting();
    if (!rules.watches().isEmpty()) {
      ByteArrayOutputStream state = new ByteArrayOutputStream();
      run.save(state);
      memory.write(state.toByteArray());
    }
    remember();
    saved = around.clock().instant();
  }

  private void remember() throws IOException {
    place.write(at.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The position of the next event to inspect.
  public StreamPosition position() {
    return at;
  }

  /// How many events were inspected since it was opened.
  public long inspected() {
    return inspected;
  }

  /// Remembers all that it has done. Whoever drops it without this goes on from what was remembered
  /// before.
  @Override
  public void close() throws IOException {
    save();
  }
}
