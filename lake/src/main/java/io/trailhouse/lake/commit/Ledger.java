package io.trailhouse.lake.commit;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.catalog.LedgerSchema;
import io.trailhouse.lake.row.ByteHash;
import io.trailhouse.lake.row.EventKey;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.source.LogFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/// The ledger `log_files`: what became of each log file, one row a file, derived from the input
/// manifests of the commits to `events`.
///
/// It also answers which files need not be read again. That knowledge costs 16 bytes a file and
/// name. Not for several threads at once, but for [#knows] and [#knowsContent].
public final class Ledger {
  static final String BATCH_ID = RecordTable.BATCH_ID;
  static final String INPUTS = "trailhouse.inputs";

  /// The columns that this program has to know of every row.
  private static final Schema KNOWN =
      LedgerSchema.SCHEMA.select(
          "origin", "version", "sha256", "records", "new_rows", "status", "batch_id");

  private static final int MOST_ATTEMPTS = RecordTable.MOST_ATTEMPTS;

  private final Table table;
  private final RecordTable rows;
  private final Set<EventKey.Value> names = new HashSet<>();
  private final Set<EventKey.Value> contents = new HashSet<>();
  private final Set<String> batches = new HashSet<>();

  private final boolean asksOnly;

  private Ledger(Table table, boolean asksOnly) {
    this.table = table;
    this.asksOnly = asksOnly;
    this.rows = new RecordTable(table, KNOWN);
  }

  /// Where the input manifest of a commit is; null for a commit without one.
  public static @Nullable String inputsOf(Snapshot commit) {
    return commit.summary().get(INPUTS);
  }

  /// Reads an input manifest to its end.
  ///
  /// @throws TrailhouseException with TABLE_DAMAGED when it is gone or not what was written
  public static void requireInputs(Table events, String location) {
    InputManifest.read(events.io(), location);
  }

  /// Adds to a lake's ledger what a crash has left out: rows of log files whose commit took effect.
  public static void catchUp(Lake lake) {
    open(lake.logFiles(), lake.events());
  }

  /// Reads the ledger, after adding what a crash has left out.
  static Ledger open(Table logFiles, Table events) {
    Ledger ledger = new Ledger(logFiles, false);
    ledger.catchUp(events);
    return ledger;
  }

  /// Reads a lake's ledger to ask it whether something was committed before, by whomever. It adds
  /// no row: what a crash has left out is known from the manifests all the same.
  public static Ledger read(Lake lake) {
    Ledger ledger = new Ledger(lake.logFiles(), true);
    ledger.catchUp(lake.events());
    return ledger;
  }

  /// Adds the manifests of commits to `events` that no row tells of yet, whoever made them.
  ///
  /// In the order of the commits, because of two importers that have read the same file the first
  /// one brought the rows and the second one found them there: the file's one row is the first's.
  void catchUp(Table events) {
    Snapshot newest = events.currentSnapshot();
    if (newest == null) {
      rows.readNew(this::remember);
      return;
    }
    Deque<Snapshot> oldestFirst = new ArrayDeque<>();
    SnapshotUtil.ancestorsOf(newest.snapshotId(), events::snapshot).forEach(oldestFirst::push);
    rows.readNew(this::remember);
    for (Snapshot snapshot : oldestFirst) {
      String batch = snapshot.summary().get(BATCH_ID);
      String inputs = snapshot.summary().get(INPUTS);
      if (batch != null && inputs != null && !batches.contains(batch)) {
        add(batch, InputManifest.read(events.io(), inputs));
      }
    }
  }

  private void remember(Record row) {
    remember(
        String.valueOf(row.getField("origin")),
        String.valueOf(row.getField("version")),
        String.valueOf(row.getField("sha256")),
        String.valueOf(row.getField("status")).equals(word(LogFileEntry.Status.STORED))
            && Objects.equals(row.getField("records"), row.getField("new_rows")));
    batches.add(String.valueOf(row.getField("batch_id")));
  }

  /// A file's content is known to be in the table only when its own commit has brought all of it. A
  /// record that counts as a duplicate may have its row in a batch that is never committed.
  private synchronized void remember(
      String origin, String version, String sha256, boolean broughtAll) {
    names.add(name(origin, version));
    if (broughtAll) {
      contents.add(hash(sha256));
    }
  }

  private static EventKey.Value name(InputManifest.Line line) {
    return name(line.origin(), line.version());
  }

  private static EventKey.Value name(String origin, String version) {
    return hash(origin + '\n' + version);
  }

  private static EventKey.Value hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long high = ByteHash.of(bytes, 0, bytes.length);
    return new EventKey.Value(high, ByteHash.of(high, bytes.length));
  }

  static String word(LogFileEntry.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /// Whether this file, in this version, has been dealt with.
  public synchronized boolean knows(LogFile file) {
    return names.contains(name(file.origin(), file.version()));
  }

  /// Whether this batch is part of the table, as far as the ledger has been read.
  public synchronized boolean knowsBatch(String id) {
    return batches.contains(id);
  }

  /// Whether all records of a file with this content are in the table.
  public synchronized boolean knowsContent(String sha256) {
    return contents.contains(hash(sha256));
  }

  /// Adds the rows of one batch for the files that have none yet.
  private void add(String batch, List<InputManifest.Line> lines) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Snapshot base = table.currentSnapshot();
      List<InputManifest.Line> fresh = batches.contains(batch) ? List.of() : withoutKnown(lines);
      if (asksOnly || fresh.isEmpty() || commit(batch, base, fresh)) {
        for (InputManifest.Line line : lines) {
          boolean broughtAll =
              line.status().equals(word(LogFileEntry.Status.STORED))
                  && line.records() == line.newRows();
          remember(line.origin(), line.version(), line.sha256(), broughtAll);
        }
        batches.add(batch);
        return;
      }
      rows.readNew(this::remember);
    }
    throw new TrailhouseException(
        Code.COMMIT_CONFLICT,
        "other writers were faster " + MOST_ATTEMPTS + " times in a row",
        table.location(),
        "Run the same command again: what was committed is recognised");
  }

  /// A file that came twice in one batch has one row as well: the first, which brought its events.
  private List<InputManifest.Line> withoutKnown(List<InputManifest.Line> lines) {
    Set<EventKey.Value> seen = new HashSet<>();
    return lines.stream()
        .filter(line -> !names.contains(name(line)) && seen.add(name(line)))
        .toList();
  }

  /// Answers whether it surely took effect; an unknown outcome shows itself in what is read next.
  private boolean commit(String batch, @Nullable Snapshot base, List<InputManifest.Line> fresh) {
    List<Record> added = fresh.stream().map(line -> row(batch, line)).toList();
    return rows.add(batch, base, added) instanceof CommitOutcome.Committed;
  }

  private Record row(String batch, InputManifest.Line line) {
    Record row = GenericRecord.create(table.schema());
    row.setField("origin", line.origin());
    row.setField("version", line.version());
    row.setField("sha256", line.sha256());
    row.setField("account", line.account());
    row.setField("region", line.region());
    row.setField("kind", line.kind());
    row.setField("delivered_at", time(line.deliveredAt()));
    row.setField("bytes", line.bytes());
    row.setField("records", line.records());
    row.setField("new_rows", line.newRows());
    row.setField("duplicates", line.duplicates());
    row.setField("variants", line.variants());
    row.setField("quarantined", line.quarantined());
    row.setField("first_event_time", time(line.firstEventTime()));
    row.setField("last_event_time", time(line.lastEventTime()));
    row.setField("status", line.status());
    row.setField("reason", line.reason());
    row.setField("batch_id", batch);
    row.setField("ingested", time(line.ingested()));
    return row;
  }

  private static @Nullable LocalDateTime time(@Nullable Long micros) {
    if (micros == null) {
      return null;
    }
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
