package io.trailhouse.pipeline;

import io.trailhouse.event.EventReader;
import io.trailhouse.event.ReadReport;
import io.trailhouse.problem.FileReason;
import io.trailhouse.source.Archive;
import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileName;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The files in quarantine, once more, under the origins they had.
///
/// Each is read by itself first: only one of which more can be read than before is lent, so that a
/// retry that helps nothing changes nothing. Its version names the content and what can be read of
/// it, so that the ledger knows each outcome once. A file leaves the quarantine when it is released
/// and whole. An archive is walked once for all of its files that are here; when it is here itself,
/// those of its files that nobody has read yet are lent too.
public final class RetrySource implements Source {
  private static final int HASH_SHOWN = 12;
  private static final String IN_ARCHIVE = "!/";

  private final QuarantineStore quarantine;
  private final EventReader reader = new EventReader();

  /// @param quarantine where the pipeline keeps damaged files
  public RetrySource(QuarantineStore quarantine) {
    this.quarantine = quarantine;
  }

  @Override
  public void emit(Listener listener) throws InterruptedException {
    List<QuarantineStore.Kept> all;
    try {
      all = quarantine.list();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Path, String> losses = QuarantineStore.losses(all);
    Map<Holder, List<QuarantineStore.Kept>> archives = new LinkedHashMap<>();
    for (QuarantineStore.Kept kept : all) {
      String loss = losses.get(kept.content());
      if (loss != null) {
        listener.unreadable(kept.origin(), loss + ": " + kept.content());
      } else if (kept.entry() == null) {
        retry(new KeptFile(kept), kept, listener);
      } else {
        archives.computeIfAbsent(Holder.of(kept), key -> new ArrayList<>()).add(kept);
      }
    }
    for (Map.Entry<Holder, List<QuarantineStore.Kept>> each : archives.entrySet()) {
      Holder holder = each.getKey();
      try {
        walk(holder, each.getValue(), listener);
      } catch (IOException e) {
        listener.unreadable(holder.content().toString(), FileReason.of(e));
      }
    }
  }

  private void retry(SourceFile delivery, QuarantineStore.Kept kept, Listener listener)
      throws InterruptedException {
    try {
      listener.found(1, Math.max(0, delivery.file().size()));
      ReadReport report;
      try (InputStream in = delivery.open()) {
        report = reader.read(in, delivery.storedSize(), events -> {});
      }
      if (helps(kept, report)) {
        LogFile file = outcome(delivery.file(), kept, report);
        listener.take(new Retried(delivery, file, removal(kept, isWhole(report))));
      } else {
        delivery.ack();
      }
    } catch (IOException e) {
      listener.unreadable(kept.content().toString(), FileReason.of(e));
    }
  }

  private void walk(Holder holder, List<QuarantineStore.Kept> here, Listener listener)
      throws IOException, InterruptedException {
    Map<String, QuarantineStore.Kept> byName = new HashMap<>();
    here.forEach(kept -> byName.put(kept.origin() + '\n' + kept.version(), kept));
    new Archive(holder.content(), holder.file(here.get(0)), quarantine.scratch())
        .deliver(new Walking(listener, byName, here.stream().anyMatch(Holder::isArchive)));
  }

  private Consumer<LogFile> removal(QuarantineStore.Kept kept, boolean whole) {
    return file -> {
      try {
        if (whole) {
          quarantine.remove(kept);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static boolean isWhole(ReadReport report) {
    return report.problems().isEmpty() && report.content() != ReadReport.Content.FOREIGN;
  }

  private static boolean helps(QuarantineStore.Kept kept, ReadReport report) {
    return isWhole(report)
        || report.records() != kept.records()
        || report.problems().size() != kept.problems();
  }

  private static LogFile outcome(LogFile file, QuarantineStore.Kept kept, ReadReport report) {
    String outcome =
        "%s-%d-%d"
            .formatted(
                kept.sha256().substring(0, HASH_SHOWN), report.records(), report.problems().size());
    return new LogFile(
        kept.origin(),
        kept.version() + QuarantineStore.RETRY + outcome,
        file.size(),
        LogFileName.of(kept.origin().replace('\\', '/')),
        kept.deliveredAt());
  }

  /// An archive on the quarantine, as it came from one place.
  private record Holder(Path content, String origin, String version) {
    static Holder of(QuarantineStore.Kept kept) {
      if (isArchive(kept)) {
        return new Holder(kept.content(), kept.origin(), kept.version());
      }
      String inArchive = IN_ARCHIVE + kept.entry();
      String origin =
          kept.origin().endsWith(inArchive)
              ? kept.origin().substring(0, kept.origin().length() - inArchive.length())
              : kept.origin();
      int same = kept.version().lastIndexOf('#');
      String version = same < 0 ? kept.version() : kept.version().substring(0, same);
      return new Holder(kept.content(), origin, version);
    }

    static boolean isArchive(QuarantineStore.Kept kept) {
      return kept.entry() != null && kept.entry().isEmpty();
    }

    LogFile file(QuarantineStore.Kept kept) throws IOException {
      return new LogFile(
          origin, version, Files.size(content), LogFileName.of(origin), kept.deliveredAt());
    }
  }

  /// A file of its own on the quarantine.
  private record KeptFile(QuarantineStore.Kept kept) implements SourceFile {
    @Override
    public LogFile file() {
      return new LogFile(
          kept.origin(), kept.version(), size(), LogFileName.of(""), kept.deliveredAt());
    }

    private long size() {
      try {
        return Files.size(kept.content());
      } catch (IOException e) {
        return -1; // told when it is opened
      }
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(kept.content());
    }

    @Override
    public void ack() {
      // stays on the quarantine unless it is whole
    }
  }

  /// A file under the version that tells what can be read of it now.
  private record Retried(SourceFile kept, LogFile file, Consumer<LogFile> removal)
      implements SourceFile {
    @Override
    public InputStream open() throws IOException {
      return kept.open();
    }

    @Override
    public long storedSize() {
      return kept.storedSize();
    }

    @Override
    public SourceFile.@Nullable Holder holder() {
      SourceFile.Holder holder = kept.holder();
      return holder == null ? null : new SourceFile.Holder(holder.archive(), holder.entry(), 0);
    }

    @Override
    public void ack() {
      removal.accept(file);
      kept.ack();
    }
  }

  /// Takes from an archive the files that are on the quarantine, and those that nobody has read
  /// yet.
  private final class Walking implements Listener {
    private final Listener listener;
    private final Map<String, QuarantineStore.Kept> here;
    private final boolean all;

    Walking(Listener listener, Map<String, QuarantineStore.Kept> here, boolean all) {
      this.listener = listener;
      this.here = here;
      this.all = all;
    }

    private QuarantineStore.@Nullable Kept kept(SourceFile delivery) {
      return here.get(delivery.file().origin() + '\n' + delivery.file().version());
    }

    @Override
    public void take(SourceFile delivery) throws InterruptedException {
      QuarantineStore.Kept kept = kept(delivery);
      if (kept != null) {
        retry(delivery, kept, listener);
      } else if (all && !listener.knows(delivery.file())) {
        listener.found(1, Math.max(0, delivery.file().size()));
        listener.take(delivery);
      } else {
        delivery.ack();
      }
    }

    @Override
    public void sound(SourceFile archive) {
      QuarantineStore.Kept kept = kept(archive);
      if (kept != null) {
        listener.sound(new Retried(archive, archive.file(), removal(kept, true)));
      }
    }

    @Override
    public void found(long files, long bytes) {
      listener.found(files, bytes);
    }

    @Override
    public void unreadable(String place, String reason) throws InterruptedException {
      listener.unreadable(place, reason);
    }

    @Override
    public void leftAlone(String place) throws InterruptedException {
      listener.leftAlone(place);
    }
  }
}
