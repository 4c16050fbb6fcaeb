package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every function of the engine was looked at, and none that is listed is a slip of the pen: clause
/// SQL-5 of `docs/spec/sql.md`.
class VocabularyTest {
  /// What the parser makes of spellings, and the engine does not list.
  private static final Set<String> SPELLINGS = Set.of("and", "or", "not", "in", "->", "coalesce");

  @Test
  void everyFunctionOfTheEngineIsEitherOpenOrClosedByName() throws SQLException {
    Set<String> unseen = functions("scalar", "aggregate", "macro", "window");
    unseen.removeAll(Vocabulary.functions());
    unseen.removeIf(name -> name.matches("(?:icu_)?collate_.*|__.*|pg_.*|has_.*|.* .*"));
    assertThat(unseen).as("functions to look at: put them into functions.txt").isEmpty();
  }

  @Test
  void everyListedFunctionExists() throws SQLException {
    Set<String> listed = Vocabulary.functions();
    listed.removeAll(functions("scalar", "aggregate", "macro", "window", "table"));
    listed.removeAll(Macros.names());
    listed.removeAll(SPELLINGS);
    assertThat(listed).isEmpty();
  }

  private static Set<String> functions(String... kinds) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('"
                    + String.join("', '", kinds)
                    + "')")) {
      while (rows.next()) {
        names.add(StatementTree.lower(rows.getString(1)));
      }
    }
    return names;
  }
}
