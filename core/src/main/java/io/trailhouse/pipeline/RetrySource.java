package io.trailhouse.pipeline;

import io.trailhouse.event.EventReader;
import io.trailhouse.event.ReadReport;
import io.trailhouse.source.ArchiveEntry;
import io.trailhouse.source.Delivery;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileName;
import io.trailhouse.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files in quarantine, once more, under the origins they had.
///
/// Each is read by itself first: only one of which more can be read than before is lent, so that a
/// retry that helps nothing changes nothing. Its version names the content and what can be read of
/// it, so that the ledger knows each outcome once. A file leaves the quarantine when it is released
/// and whole.
public final class RetrySource implements Source {
  private static final int HASH_SHOWN = 12;

  private final Shelf shelf;
  private final EventReader reader = new EventReader();

  /// @param shelf the one that the carrier puts damaged files on
  public RetrySource(Shelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public void deliver(Taker taker) throws InterruptedException {
    List<Shelf.Kept> all;
    try {
      all = shelf.list();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Shelf.Kept kept : all) {
      try {
        long size = Files.size(kept.content());
        taker.found(1, size);
        ReadReport report = read(kept);
        if (helps(kept, report)) {
          taker.take(new RetryDelivery(shelf, kept, file(kept, size, report), isWhole(report)));
        }
      } catch (IOException e) {
        taker.unreadable(kept.content().toString(), String.valueOf(e.getMessage()));
      }
    }
  }

  private ReadReport read(Shelf.Kept kept) throws IOException {
    try (InputStream in = open(kept)) {
      return reader.read(in, packed(kept), events -> {});
    }
  }

  private static InputStream open(Shelf.Kept kept) throws IOException {
    return kept.entry() == null
        ? Files.newInputStream(kept.content())
        : ArchiveEntry.open(kept.content(), kept.entry());
  }

  private static long packed(Shelf.Kept kept) throws IOException {
    return kept.entry() == null ? -1 : ArchiveEntry.packed(kept.content(), kept.entry());
  }

  private static boolean isWhole(ReadReport report) {
    return report.flaws().isEmpty() && report.content() != ReadReport.Content.FOREIGN;
  }

  private static boolean helps(Shelf.Kept kept, ReadReport report) {
    return isWhole(report)
        || report.records() != kept.records()
        || report.flaws().size() != kept.flaws();
  }

  private static LogFile file(Shelf.Kept kept, long size, ReadReport report) {
    String outcome =
        "%s-%d-%d"
            .formatted(
                kept.sha256().substring(0, HASH_SHOWN), report.records(), report.flaws().size());
    return new LogFile(
        kept.origin(),
        kept.version() + Shelf.RETRY + outcome,
        size,
        LogFileName.of(kept.origin().replace('\\', '/')),
        kept.deliveredAt());
  }

  private record RetryDelivery(Shelf shelf, Shelf.Kept kept, LogFile file, boolean whole)
      implements Delivery {
    @Override
    public InputStream open() throws IOException {
      return RetrySource.open(kept);
    }

    @Override
    public long storedSize() {
      try {
        return RetrySource.packed(kept);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public @Nullable Holder holder() {
      return kept.entry() == null ? null : new Holder(kept.content(), kept.entry(), 0);
    }

    @Override
    public void release() {
      if (whole) {
        try {
          shelf.remove(kept);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
