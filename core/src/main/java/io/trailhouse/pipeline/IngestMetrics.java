package io.trailhouse.pipeline;

import io.trailhouse.destination.SinkBatch;
import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventField;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.ReadReport;
import io.trailhouse.source.LogFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a pipeline has done so far. For any number of threads; numbers read while work goes on are
/// a moment's.
///
/// Once the work is done, the sums hold: files found that are no sound archives = read + known, and
/// records = rows + duplicates.
public final class IngestMetrics {
  /// Of files that are kept or left alone, this many have their names here; all are counted.
  private static final int MOST_NAMED = 20;

  /// Of files that cannot be read this list is the only one.
  private static final int MOST_UNREADABLE = 100_000;

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
  private final LongAdder archivesKept = new LongAdder();
  private final LongAdder stillQuarantined = new LongAdder();
  private final List<Trouble> kept = new ArrayList<>();
  private final List<Trouble> notRead = new ArrayList<>();
  private final List<String> namesLeftAlone = new ArrayList<>();

  /// A file that was put aside or could not be read.
  ///
  /// @param place its path, with the byte where that is known
  /// @param reason for people
  public record Trouble(String place, String reason) {}

  /// An event that does not say when it happened.
  ///
  /// @param eventId empty when it has none
  /// @param file where it stands
  public record Untimed(String eventId, String file) {}

  void found(long files, long bytes) {
    filesFound.add(files);
    bytesFound.add(bytes);
  }

  /// @param why the reason why this version of it is in quarantine; null when it is not
  void known(LogFile file, @Nullable String why) {
    filesKnown.increment();
    bytesDone.add(Math.max(0, file.size()));
    if (why != null) {
      stillQuarantined.increment();
      kept(file.origin(), why);
    }
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
    add(notRead, MOST_UNREADABLE, new Trouble(place, reason));
  }

  void archiveKept() {
    archivesKept.increment();
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
    kept(place, reason);
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
    if (!report.problems().isEmpty() || report.content() == ReadReport.Content.FOREIGN) {
      quarantined.increment();
      quarantinedInPart.add(report.records() > 0 ? 1 : 0);
      kept(place(result), reason(report));
    } else if (report.content() == ReadReport.Content.DIGEST) {
      digests.increment();
    }
  }

  private static String place(SinkBatch.FileResult result) {
    List<ReadReport.ParseProblem> problems = result.report().problems();
    String origin = result.file().origin();
    return problems.isEmpty() ? origin : origin + ", byte %,d".formatted(problems.get(0).offset());
  }

  private static String reason(ReadReport report) {
    return report.problems().isEmpty()
        ? "it holds no event records"
        : report.problems().get(0).problem();
  }

  private void kept(String place, String reason) {
    add(kept, MOST_NAMED, new Trouble(place, reason));
  }

  private static void add(List<Trouble> troubles, int most, Trouble trouble) {
    synchronized (troubles) {
      if (troubles.size() < most) {
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

  /// Of the files in quarantine, archives that are damaged beside their entries, which are files of
  /// their own.
  public long archivesKept() {
    return archivesKept.sum();
  }

  public long unreadable() {
    return unreadable.sum();
  }

  public long leftAlone() {
    return leftAlone.sum();
  }

  /// Files that an earlier run has put into quarantine and that still are there: of those known.
  public long stillQuarantined() {
    return stillQuarantined.sum();
  }

  /// The first files in quarantine, in the order they were seen.
  public List<Trouble> kept() {
    synchronized (kept) {
      return List.copyOf(kept);
    }
  }

  /// The files that could not be read, up to 100,000 of them, in the order they were seen.
  public List<Trouble> notRead() {
    synchronized (notRead) {
      return List.copyOf(notRead);
    }
  }

  public List<String> namesLeftAlone() {
    synchronized (namesLeftAlone) {
      return List.copyOf(namesLeftAlone);
    }
  }
}
