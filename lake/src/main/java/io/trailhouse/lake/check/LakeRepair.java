package io.trailhouse.lake.check;

import io.trailhouse.destination.Sink;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.catalog.LocalFiles;
import io.trailhouse.lake.commit.Recovery;
import io.trailhouse.lake.upkeep.Replacement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/// Puts days of events right whose data files are damaged: what their log files bring back comes in
/// and the damaged files go, in one commit a day. Before it nothing has changed.
public final class LakeRepair {
  private final Lake lake;
  private final boolean dropLost;
  private final InstantSource clock;

  /// @param dropLost whether events that cannot be had again are given up
  public LakeRepair(Lake lake, boolean dropLost, InstantSource clock) {
    this.lake = lake;
    this.dropLost = dropLost;
    this.clock = clock;
  }

  /// Reads log files, archives and folders into a sink as an import does.
  public interface Reading {
    void read(List<Path> files, Sink into) throws InterruptedException;
  }

  /// Repairs what can be repaired.
  ///
  /// @param found by a check that has read every data file in full
  /// @param from where log files may lie that the ledger knows under other names
  /// @throws io.trailhouse.problem.TrailhouseException with HOME_UNUSABLE when the home can only be
  ///   read
  public RepairReport run(CheckReport found, List<Path> from, Reading reading)
      throws InterruptedException {
    lake.requireWritable();
    List<Damage> left = new ArrayList<>(found.damages());
    List<Damage> dropped = dropLost ? dropOthers(found) : List.of();
    left.removeAll(dropped);
    List<Damage> events = isPlannable("events", found) ? found.damages() : List.of();
    events = events.stream().filter(Damage::hasEvents).toList();
    List<LogFileAt> logFiles = new LogFileSearch(lake).all(events);
    Table table = events.isEmpty() || logFiles == null ? null : lake.events();
    Snapshot planned = table == null ? null : table.currentSnapshot();
    if (table == null || planned == null || logFiles == null) {
      return new RepairReport(List.of(), List.of(), Set.of(), dropped, left);
    }
    List<DataFile> named = named(table, planned, events);
    Set<String> places = named.stream().map(LakeRepair::place).collect(Collectors.toSet());
    left.removeIf(each -> each.hasEvents() && !places.contains(each.file())); // out meanwhile
    Days damaged = Days.of(table, planned, named);
    Set<String> contents = logFiles.stream().map(LogFileAt::sha256).collect(Collectors.toSet());
    Recovery recovery = Recovery.open(lake, damaged.locations(), contents::contains, clock);
    Set<Path> first = likely(events, logFiles);
    first.addAll(from);
    if (!first.isEmpty()) {
      reading.read(List.copyOf(first), recovery);
    }
    List<Path> others = paths(logFiles);
    others.removeAll(first);
    if (!others.isEmpty() && damaged.isShort(recovery.days())) {
      reading.read(others, recovery); // they may have had the same events
    }
    List<RepairReport.Day> days = commit(table, damaged, recovery.days());
    left.removeAll(repaired(events, days, damaged));
    return new RepairReport(
        days,
        logFiles.stream().filter(file -> file.state() != LogFileAt.State.THERE).toList(),
        changed(recovery, logFiles),
        dropped,
        left);
  }

  /// The log files that have surely brought the events.
  private static Set<Path> likely(List<Damage> events, List<LogFileAt> all) {
    return new LinkedHashSet<>(
        paths(
            events.stream()
                .flatMap(each -> Objects.requireNonNullElse(each.logFiles(), all).stream())
                .toList()));
  }

  /// Beside what is looked for, a folder may hold any other log file.
  private static Set<String> changed(Recovery recovery, List<LogFileAt> logFiles) {
    Set<String> known = logFiles.stream().map(LogFileAt::origin).collect(Collectors.toSet());
    return recovery.changed().stream().filter(known::contains).collect(Collectors.toSet());
  }

  private static List<Path> paths(Collection<LogFileAt> files) {
    Set<Path> paths = new LinkedHashSet<>();
    for (LogFileAt file : files) {
      Path path = file.file();
      if (path != null && file.state() == LogFileAt.State.THERE) {
        paths.add(path);
      }
    }
    return new ArrayList<>(paths);
  }

  private List<RepairReport.Day> commit(
      Table table, Days damaged, Map<Integer, List<DataFile>> written) {
    List<RepairReport.Day> days = new ArrayList<>();
    damaged
        .files()
        .forEach((day, old) -> {
          List<DataFile> made = written.getOrDefault(day, List.of());
          long held = rows(old);
          long cameBack = rows(made);
          RepairReport.Outcome outcome;
          if (cameBack < held && !dropLost) {
            discard(table, made);
            outcome = RepairReport.Outcome.KEPT;
          } else {
            outcome =
                new Replacement(table, damaged.planned(), old, made).commitFewerRows()
                    ? RepairReport.Outcome.REPAIRED
                    : RepairReport.Outcome.BUSY;
          }
          days.add(
              new RepairReport.Day(LocalDate.ofEpochDay(day), old.size(), held, cameBack, outcome));
        });
    written.forEach((day, made) -> {
      if (!damaged.files().containsKey(day)) {
        discard(table, made);
      }
    });
    return days;
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  private static void discard(Table table, List<DataFile> files) {
    files.forEach(file -> table.io().deleteFile(file.location()));
  }

  private static List<Damage> repaired(
      List<Damage> events, List<RepairReport.Day> days, Days damaged) {
    Set<String> gone = new HashSet<>();
    for (RepairReport.Day day : days) {
      if (day.outcome() == RepairReport.Outcome.REPAIRED) {
        damaged
            .files()
            .getOrDefault((int) day.day().toEpochDay(), List.of())
            .forEach(file -> gone.add(place(file)));
      }
    }
    return events.stream().filter(each -> gone.contains(each.file())).toList();
  }

  private static String place(DataFile file) {
    return LocalFiles.path(file.location()).toString();
  }

  /// Whether all that leads to a table's data files is whole.
  private static boolean isPlannable(String table, CheckReport found) {
    return found.damages().stream()
        .noneMatch(each ->
            each.table().equals(table)
                && (each.kind() == FileKind.METADATA
                    || each.kind() == FileKind.MANIFEST_LIST
                    || each.kind() == FileKind.MANIFEST));
  }

  /// Takes damaged data files out of the tables that no log file can fill.
  private List<Damage> dropOthers(CheckReport found) {
    List<Damage> dropped = new ArrayList<>();
    for (Damage damage : found.damages()) {
      if (damage.kind() != FileKind.DATA_FILE
          || damage.hasEvents()
          || !isPlannable(damage.table(), found)) {
        continue;
      }
      Table table = lake.table(damage.table());
      Snapshot planned = table.currentSnapshot();
      List<DataFile> old = planned == null ? List.of() : named(table, planned, List.of(damage));
      if (planned != null && new Replacement(table, planned, old, List.of()).commitFewerRows()) {
        dropped.add(damage);
      }
    }
    return dropped;
  }

  /// The data files that are damaged, as a snapshot names them.
  private static List<DataFile> named(Table table, Snapshot snapshot, List<Damage> damages) {
    Set<String> places = damages.stream().map(Damage::file).collect(Collectors.toSet());
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
      for (FileScanTask task : tasks) {
        if (places.contains(place(task.file()))) {
          files.add(task.file());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /// Damaged data files by their days since 1970, as one snapshot names them.
  private record Days(Snapshot planned, Map<Integer, List<DataFile>> files) {
    /// Files that another program has partitioned in its own way have no day, and stay.
    static Days of(Table table, Snapshot planned, List<DataFile> named) {
      Map<Integer, List<DataFile>> days = new TreeMap<>();
      for (DataFile file : named) {
        if (file.specId() == table.spec().specId()) {
          days.computeIfAbsent(file.partition().get(0, Integer.class), day -> new ArrayList<>())
              .add(file);
        }
      }
      return new Days(planned, days);
    }

    Set<String> locations() {
      return files.values().stream()
          .flatMap(List::stream)
          .map(DataFile::location)
          .collect(Collectors.toSet());
    }

    /// Whether fewer events were written than a day's damaged files have held.
    boolean isShort(Map<Integer, List<DataFile>> written) {
      return files.entrySet().stream()
          .anyMatch(
              day -> rows(written.getOrDefault(day.getKey(), List.of())) < rows(day.getValue()));
    }
  }
}
