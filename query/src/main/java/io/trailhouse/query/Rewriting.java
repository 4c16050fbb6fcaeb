package io.trailhouse.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Changes to a statement, gathered in any order and made at once. Two changes never overlap; of
/// those that insert at one place, the one asked for first stands first.
final class Rewriting {
  private final String source;
  private final List<Change> changes = new ArrayList<>();

  Rewriting(String source) {
    this.source = source;
  }

  void replace(int from, int to, String by) {
    changes.add(new Change(from, to, by));
  }

  void insert(int at, String text) {
    changes.add(new Change(at, at, text));
  }

  RewrittenSql made() {
    List<Change> ordered = new ArrayList<>(changes);
    ordered.sort(Comparator.comparingInt(Change::from).thenComparingInt(Change::to));
    StringBuilder text = new StringBuilder(source.length() + 64);
    List<RewrittenSql.Piece> pieces = new ArrayList<>();
    int copied = 0;
    for (Change change : ordered) {
      if (change.from() < copied) {
        continue; // inside a part that is replaced as a whole
      }
      pieces.add(new RewrittenSql.Piece(text.length(), copied, true));
      text.append(source, copied, change.from());
      pieces.add(new RewrittenSql.Piece(text.length(), change.from(), false));
      text.append(change.by());
      copied = change.to();
    }
    pieces.add(new RewrittenSql.Piece(text.length(), copied, true));
    text.append(source, copied, source.length());
    return new RewrittenSql(source, text.toString(), List.copyOf(pieces));
  }

  private record Change(int from, int to, String by) {}
}
