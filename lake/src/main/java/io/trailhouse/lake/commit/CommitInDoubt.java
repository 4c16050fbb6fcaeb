package io.trailhouse.lake.commit;

import io.trailhouse.problem.UnknownOutcome;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/// A commit of which nobody knows whether it took effect, and may take effect at any moment.
public final class CommitInDoubt extends RuntimeException implements UnknownOutcome {
  private static final long serialVersionUID = 1L;

  /// The property of the table that is set anew each time.
  private static final String SETTLED = "trailhouse.settled";

  private final transient Table table;
  private final transient BooleanSupplier tookEffect;

  /// @param table nobody else commits through this very object any more
  /// @param tookEffect whether the table shows it, asked when the table is fresh
  public CommitInDoubt(Table table, BooleanSupplier tookEffect, RuntimeException cause) {
    super(cause.getMessage(), cause);
    this.table = table;
    this.tookEffect = tookEffect;
  }

  /// Whether a commit of this batch is among the snapshots that a table knows of.
  public static boolean has(Table table, String batch) {
    for (Snapshot snapshot : table.snapshots()) {
      if (batch.equals(snapshot.summary().get(RecordTable.BATCH_ID))) {
        return true;
      }
    }
    return false;
  }

  /// Commits something of its own first, which changes no row: a commit takes effect only on the
  /// very state of the table that it was made on, so one that has not done so by then never will.
  @Override
  public String settle() {
    table.refresh();
    table.updateProperties().set(SETTLED, UUID.randomUUID().toString()).commit();
    table.refresh();
    return tookEffect.getAsBoolean()
        ? "the commit took effect"
        : "the commit did not take effect, and is made again";
  }
}
