package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Several statements in one text (spec: sql.md, SQL-11).
final class SqlStatementTest {
  @Test
  void statementsAreCutWhereTheyEndAndKeepTheirPlaces() {
    String text = "SELECT 1;\n SELECT 2 \\G SELECT\n3";
    assertThat(SqlStatement.of(text))
        .containsExactly(
            new SqlStatement("SELECT 1", false),
            new SqlStatement("         \n SELECT 2 ", true),
            new SqlStatement("         \n             SELECT\n3", false));
  }

  @Test
  void aMarkInQuotesOrCommentsEndsNothing() {
    assertThat(SqlStatement.of("SELECT ';' -- ; \n, \"a;\" /* ; */ FROM t")).hasSize(1);
    assertThat(SqlStatement.of("SELECT '\\G'")).hasSize(1);
    assertThat(SqlStatement.of(" ; -- nothing\n ;; ")).isEmpty();
    assertThat(SqlStatement.of("SELECT 'open ; SELECT 2")).hasSize(1);
  }

  @Test
  void aTextIsWholeWhenItsLastStatementIsEnded() {
    assertThat(SqlStatement.isWhole("SELECT 1;")).isTrue();
    assertThat(SqlStatement.isWhole("SELECT 1; -- done")).isTrue();
    assertThat(SqlStatement.isWhole("SELECT 1 \\G")).isTrue();
    assertThat(SqlStatement.isWhole("SELECT 1")).isFalse();
    assertThat(SqlStatement.isWhole("SELECT ';")).isFalse();
    assertThat(SqlStatement.isWhole("SELECT 1; SELECT 2")).isFalse();
  }
}
