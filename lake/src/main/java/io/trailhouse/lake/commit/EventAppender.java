package io.trailhouse.lake.commit;

import io.trailhouse.destination.Sink;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.source.LogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/// Appends records to the table `events`, each event once, whoever else writes at the same time.
///
/// Rows are checked against [SeenKeys] and written to data files chunk by chunk
/// ([AppendBatch#prepare]); [BatchCommit] makes them part of the table. Both are done here by
/// [AppendBatch#commit]. Where another process commits, this one is told by [#release] and
/// [#refresh].
public final class EventAppender implements Sink {
  private final Ledger ledger;
  private final AppendOptions options;
  private final PendingFiles pending;
  private final SeenKeys seen;
  private final BatchCommit commits;

  /// Names this appender's memory of keys: batches that it was asked for share no event.
  private final String name = UUID.randomUUID().toString();

  private final CommitOrder order = new CommitOrder();
  private volatile boolean failed;
  private volatile boolean comparesCopies;

  private EventAppender(PendingFiles pending, Ledger ledger, AppendOptions options) {
    Table table = pending.table();
    this.ledger = ledger;
    this.options = options;
    this.pending = pending;
    this.seen = new SeenKeys(options.keyMemory(), pending::dataFiles, table.io());
    this.commits = new BatchCommit(pending, ledger, seen, name);
  }

  /// Opens the table for appending; the ledger catches up first with what a crash has left out.
  ///
  /// After a failure it takes no more: rows that count as there may have gone with the batch that
  /// failed. Whoever goes on opens the table anew.
  public static EventAppender open(Lake lake, AppendOptions options, InstantSource clock) {
    return open(lake.events(), lake.logFiles(), options, clock);
  }

  static EventAppender open(
      Table events, Table logFiles, AppendOptions options, InstantSource clock) {
    return new EventAppender(
        new PendingFiles(events, clock), Ledger.open(logFiles, events), options);
  }

  /// Opens the table as if some of its data files were not there: what they hold counts as new.
  static EventAppender openWithout(
      Set<String> files, Lake lake, AppendOptions options, InstantSource clock) {
    Table events = lake.events();
    return new EventAppender(
        new PendingFiles(events, clock, files), Ledger.open(lake.logFiles(), events), options);
  }

  /// Compares log files row by row also when the ledger knows their content: its rows may have left
  /// the table since.
  public EventAppender comparingCopies() {
    comparesCopies = true;
    return this;
  }

  /// Whether all records of a file with this content are in the table.
  boolean knowsContent(String sha256) {
    return !comparesCopies && ledger.knowsContent(sha256);
  }

  @Override
  public boolean knows(LogFile file) {
    return ledger.knows(file);
  }

  @Override
  public AppendBatch begin() {
    return begin(options.source());
  }

  private AppendBatch begin(String source) {
    refuseAfterFailure();
    return new AppendBatch(this, source, commits.settled());
  }

  /// The same appender, for rows that come another way.
  ///
  /// @param source what `th_source` says of them
  public Sink from(String source) {
    return new Sink() {
      @Override
      public boolean knows(LogFile file) {
        return EventAppender.this.knows(file);
      }

      @Override
      public AppendBatch begin() {
        return EventAppender.this.begin(source);
      }
    };
  }

  /// Counts the rows of a batch as there that was prepared earlier and will still be committed: by
  /// an appender before this one, say.
  public void restore(PreparedBatch batch) {
    batch.header().requireFor(table());
    batch.files().forEach(pending::register);
    learn(batch.files());
  }

  /// A prepared batch was committed elsewhere: from now on its rows are those of the table.
  public void release(PreparedBatch batch) {
    batch.files().forEach(pending::withdraw);
    order.done(batch.id());
  }

  /// Learns which rows other processes have added, so that fewer are written to be taken out again.
  public void refresh() {
    try {
      commits.learn();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void learn(List<DataFile> files) {
    try {
      synchronized (seen) {
        seen.learn(files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void failed() {
    failed = true;
    order.fail();
  }

  void refuseAfterFailure() {
    if (failed) {
      throw new IllegalStateException("a batch has failed: open the table anew");
    }
  }

  String name() {
    return name;
  }

  Table table() {
    return pending.table();
  }

  AppendOptions options() {
    return options;
  }

  SeenKeys seen() {
    return seen;
  }

  PendingFiles pending() {
    return pending;
  }

  CommitOrder order() {
    return order;
  }

  /// Makes a batch of this appender part of the table.
  ///
  /// @param later the log files, by their places, that stay out of the ledger for now
  List<InputManifest.Line> commit(PreparedBatch batch, Set<Integer> later) {
    return commits.commitOwn(batch, later);
  }
}
