package io.trailhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.query.SqlStatement;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What can be typed at the prompt (spec: sql.md, SQL-11).
final class PromptWordsTest {
  private static PromptWords.Statements statement(String text) {
    return new PromptWords.Statements(List.of(new SqlStatement(text, false)));
  }

  @Test
  void wordsOfThePromptAreNoSql() {
    assertThat(PromptWords.of("help")).isEqualTo(new PromptWords.Help());
    assertThat(PromptWords.of(" HELP; ")).isEqualTo(new PromptWords.Help());
    assertThat(PromptWords.of("exit;")).isEqualTo(new PromptWords.Leave());
    assertThat(PromptWords.of(".quit")).isEqualTo(new PromptWords.Leave());
    assertThat(PromptWords.of(".tables")).isEqualTo(statement("SHOW TABLES"));
    assertThat(PromptWords.of(".schema")).isEqualTo(statement("DESCRIBE events"));
    assertThat(PromptWords.of(".schema findings;")).isEqualTo(statement("DESCRIBE findings"));
    assertThat(PromptWords.of(".mode JSON"))
        .isEqualTo(new PromptWords.ChangeMode(OutputForm.Mode.JSON));
    assertThat(PromptWords.of(".mode")).isEqualTo(new PromptWords.ChangeMode(null));
    assertThat(PromptWords.of(".mode xml")).isEqualTo(new PromptWords.Unknown(".mode xml"));
    assertThat(PromptWords.of(".exec ls")).isEqualTo(new PromptWords.Unknown(".exec"));
    assertThat(PromptWords.of(" ;; ")).isEqualTo(new PromptWords.Nothing());
    assertThat(PromptWords.of("SELECT 1;")).isEqualTo(statement("SELECT 1"));
  }

  /// Places are places in the whole text.
  @Test
  void linesThatAreNotTypedMeanTheSame() {
    assertThat(PromptWords.script(".tables\n.read /etc/passwd\nSELECT 1;\n .mode csv;\nhelp\nexit"))
        .containsExactly(
            statement("SHOW TABLES"),
            new PromptWords.Unknown(".read"),
            statement("\n\nSELECT 1"),
            new PromptWords.ChangeMode(OutputForm.Mode.CSV),
            new PromptWords.Help(),
            new PromptWords.Leave());
  }

  @Test
  void whatStandsInsideAStatementIsNoWordOfThePrompt() {
    for (String sql :
        List.of(
            "SELECT '\n.tables\n' AS x",
            "SELECT 1 AS\nhelp",
            "/*\n.tables\n*/ SELECT 1",
            "SELECT \"\nexit\n\"\nFROM events")) {
      assertThat(PromptWords.script(sql)).containsExactly(statement(sql));
    }
    assertThat(PromptWords.script("-- a\n.tables")).containsExactly(statement("SHOW TABLES"));
    assertThat(PromptWords.script(" ;\n;")).isEmpty();
  }

  @Test
  void aStatementGoesOnUntilItIsEnded() {
    assertThat(PromptWords.isWhole("SELECT 1")).isFalse();
    assertThat(PromptWords.isWhole("SELECT ';")).isFalse();
    assertThat(PromptWords.isWhole("SELECT 1;")).isTrue();
    assertThat(PromptWords.isWhole("help")).isTrue();
    assertThat(PromptWords.isWhole(".tables")).isTrue();
  }
}
