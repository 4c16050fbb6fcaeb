package io.trailhouse.query;

/// A statement with the word EXPLAIN taken off its front, blanks in its place so that columns stay
/// right.
record Explained(String statement, String prefix) {
  static Explained of(String sql) {
    SqlText text = SqlLexer.read(sql);
    if (!text.isWord(0, "explain")) {
      return new Explained(sql, "");
    }
    boolean analyze = text.isWord(1, "analyze");
    int end = text.to(analyze ? 1 : 0);
    String blank = sql.substring(0, end).replaceAll("[^\\n]", " ");
    return new Explained(blank + sql.substring(end), analyze ? "EXPLAIN ANALYZE " : "EXPLAIN ");
  }
}
