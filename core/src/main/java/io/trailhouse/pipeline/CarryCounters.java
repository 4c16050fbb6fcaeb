package io.trailhouse.pipeline;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.ReadReport;
import io.trailhouse.sink.SinkBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a carrier has done so far. For any number of threads; numbers read while work goes on are a
/// moment's.
///
/// Once the work is done, the sums hold: files found that are no archives = read + known, and
/// records = rows + duplicates.
public final class CarryCounters {
  /// Of problems, this many are kept with their names; all are counted.
  private static final int MOST_NAMED = 20;

  private final LongAdder filesFound = new LongAdder();
  private final LongAdder bytesFound = new LongAdder();
  private final LongAdder filesRead = new LongAdder();
  private final LongAdder filesKnown = new LongAdder();
  private final LongAdder bytesDone = new LongAdder();
  private final LongAdder eventsRead = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder variants = new LongAdder();
  private final LongAdder untimed = new LongAdder();
  private final LongAdder future = new LongAdder();
  private final AtomicReference<@Nullable Untimed> firstUntimed = new AtomicReference<>();
  private final LongAdder digests = new LongAdder();
  private final LongAdder quarantined = new LongAdder();
  private final LongAdder quarantinedInPart = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private final LongAdder leftAlone = new LongAdder();
  private final LongAdder filesDone = new LongAdder();
  private final AtomicLong newestEvent = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong oldestEvent = new AtomicLong(Long.MAX_VALUE);
  private final Origins accounts = new Origins(EventIdentity::account);
  private final Origins regions = new Origins(view -> view.text(EventField.AWS_REGION));
  private final List<Trouble> troubles = new ArrayList<>();
  private final List<String> namesLeftAlone = new ArrayList<>();

  /// A file that was put aside or could not be read.
  ///
  /// @param place its path, with the byte where that is known
  /// @param kept whether a copy is in quarantine
  public record Trouble(String place, String reason, boolean kept) {}

  /// An event that does not say when it happened.
  ///
  /// @param eventId empty when it has none
  /// @param file where it stands
  public record Untimed(String eventId, String file) {}

  void found(long files, long bytes) {
    filesFound.add(files);
    bytesFound.add(bytes);
  }

  void known(long bytes) {
    filesKnown.increment();
    bytesDone.add(Math.max(0, bytes));
  }

  void read(long bytes) {
    filesRead.increment();
    bytesDone.add(Math.max(0, bytes));
  }

  /// What one worker reads.
  Consumer<EventBatch> reading() {
    Origins.Noting ofAccounts = accounts.noting();
    Origins.Noting ofRegions = regions.noting();
    return events -> {
      eventsRead.add(events.rows());
      ofAccounts.note(events);
      ofRegions.note(events);
    };
  }

  void unreadable(String place, String reason) {
    unreadable.increment();
    trouble(new Trouble(place, reason, false));
  }

  void leftAlone(String place) {
    leftAlone.increment();
    synchronized (namesLeftAlone) {
      if (namesLeftAlone.size() < MOST_NAMED) {
        namesLeftAlone.add(place);
      }
    }
  }

  /// A file that cannot be fetched was put aside.
  void putAside(String place, String reason) {
    filesDone.increment();
    quarantined.increment();
    trouble(new Trouble(place, reason, true));
  }

  void committed(SinkBatch.FileResult result) {
    ReadReport report = result.report();
    filesDone.increment();
    if (result.newestEventTime() != null) {
      newestEvent.accumulateAndGet(result.newestEventTime(), Math::max);
    }
    future.add(result.future());
    if (result.oldestEventTime() != null) {
      oldestEvent.accumulateAndGet(result.oldestEventTime(), Math::min);
    }
    records.add(report.records());
    rows.add(result.rows());
    duplicates.add(result.duplicates());
    variants.add(result.variants());
    untimed.add(result.untimed());
    if (result.untimed() > 0) {
      String id = result.firstUntimed();
      firstUntimed.compareAndSet(null, new Untimed(id == null ? "" : id, result.file().origin()));
    }
    if (!report.flaws().isEmpty() || report.content() == ReadReport.Content.FOREIGN) {
      quarantined.increment();
      quarantinedInPart.add(report.records() > 0 ? 1 : 0);
      trouble(new Trouble(place(result), reason(report), true));
    } else if (report.content() == ReadReport.Content.DIGEST) {
      digests.increment();
    }
  }

  private static String place(SinkBatch.FileResult result) {
    List<ReadReport.Flaw> flaws = result.report().flaws();
    String origin = result.file().origin();
    return flaws.isEmpty() ? origin : origin + ", byte %,d".formatted(flaws.get(0).offset());
  }

  private static String reason(ReadReport report) {
    return report.flaws().isEmpty() ? "it holds no event records" : report.flaws().get(0).problem();
  }

  private void trouble(Trouble trouble) {
    synchronized (troubles) {
      if (troubles.size() < MOST_NAMED) {
        troubles.add(trouble);
      }
    }
  }

  public long filesFound() {
    return filesFound.sum();
  }

  public long bytesFound() {
    return bytesFound.sum();
  }

  public long filesRead() {
    return filesRead.sum();
  }

  /// Files whose events are in the table, or that are in quarantine, by this run.
  public long filesDone() {
    return filesDone.sum();
  }

  /// Of committed events that are not dated in the future the newest time, in microseconds since
  /// 1970, UTC; null before the first.
  public @Nullable Long newestEvent() {
    long newest = newestEvent.get();
    return newest == Long.MIN_VALUE ? null : newest;
  }

  /// Of committed events the oldest time, as the newest.
  public @Nullable Long oldestEvent() {
    long oldest = oldestEvent.get();
    return oldest == Long.MAX_VALUE ? null : oldest;
  }

  /// How many accounts the records read are of.
  public int accounts() {
    return accounts.count();
  }

  /// The Regions that the records read are of.
  public Set<String> regions() {
    return regions.values();
  }

  /// Files that were dealt with in an earlier run.
  public long filesKnown() {
    return filesKnown.sum();
  }

  public long bytesDone() {
    return bytesDone.sum();
  }

  /// Records read so far, committed or not.
  public long eventsRead() {
    return eventsRead.sum();
  }

  /// Records of committed files.
  public long records() {
    return records.sum();
  }

  public long rows() {
    return rows.sum();
  }

  public long duplicates() {
    return duplicates.sum();
  }

  public long variants() {
    return variants.sum();
  }

  /// Records that do not say when they happened: the delivery of their file stands in for it.
  public long untimed() {
    return untimed.sum();
  }

  /// Records dated in the future, so that no clock goes by them.
  public long future() {
    return future.sum();
  }

  /// One record without a time; null without any.
  public @Nullable Untimed firstUntimed() {
    return firstUntimed.get();
  }

  public long digests() {
    return digests.sum();
  }

  public long quarantined() {
    return quarantined.sum();
  }

  /// Of the files in quarantine, those of which some events could be read.
  public long quarantinedInPart() {
    return quarantinedInPart.sum();
  }

  public long unreadable() {
    return unreadable.sum();
  }

  public long leftAlone() {
    return leftAlone.sum();
  }

  /// The first troubles, in the order they were met.
  public List<Trouble> troubles() {
    synchronized (troubles) {
      return List.copyOf(troubles);
    }
  }

  public List<String> namesLeftAlone() {
    synchronized (namesLeftAlone) {
      return List.copyOf(namesLeftAlone);
    }
  }
}
