package io.trailhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The search box: docs/spec/page.md, P6.
class SearchLineTest {
  private static SearchTerm word(String text) {
    return SearchTerm.word(text);
  }

  private static void reads(String line, SearchTerm... terms) {
    assertThat(SearchLine.parse(line)).as(line).containsExactly(terms);
  }

  @Test
  void termsStandBetweenBlanks() {
    reads("");
    reads(" \t\u00a0\u3000\n");
    reads("alice  call:PutObject", word("alice"), word("call:PutObject"));
    reads("arn:aws:s3:::logs it's", word("arn:aws:s3:::logs"), word("it's"));
  }

  @Test
  void aMinusInFrontMeansTheContrary() {
    reads("-alice", word("alice").negated());
    reads("-error:* x", word("error:*").negated(), word("x"));
    reads("--x", word("-x").negated());
    reads("\"-x\" a-b", word("-x"), word("a-b"));
    reads("-\"a b\"", word("a b").negated());
    reads("- x", word("-"), word("x"));
  }

  @Test
  void quotesKeepBlanksTogetherWhereverTheyStand() {
    reads("\"access denied\"", word("access denied"));
    reads("agent:\"aws-cli/2 x\" y", word("agent:aws-cli/2 x"), word("y"));
    reads("\"say \\\"hi\\\"\"", word("say \"hi\""));
    reads("C:\\dir \"C:\\d\\ e\"", word("C:\\dir"), word("C:\\d\\ e"));
    reads("a\"b c\"d", word("ab cd"));
    reads("\"\"", word(""));
  }

  @Test
  void aQuoteThatDoesNotEndIsToldWithItsPlace() {
    for (String line : List.of("a  \"b", "a  \"b\\\"", "a  \"")) {
      assertThatThrownBy(() -> SearchLine.parse(line))
          .isInstanceOfSatisfying(
              TrailhouseException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.WRONG_USE);
                assertThat(SqlPlace.lineAndColumn(e.place())).containsExactly(1, 4);
              });
    }
  }

  @Test
  void veryManyTermsAreRefused() {
    assertThat(SearchLine.parse("x ".repeat(100))).hasSize(100);
    assertThatThrownBy(() -> SearchLine.parse("x ".repeat(101))).hasMessageContaining("100 terms");
  }

  @Test
  void aTermWrittenAsTextIsReadAsItself() {
    Random random = new Random(7);
    String letters = "a:-\"\\ \u00a0*ä\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(8);
      for (int j = 0; j < length; j++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      SearchTerm term = word(text.toString());
      SearchTerm written = random.nextBoolean() ? term : term.negated();
      assertThat(SearchLine.parse("x " + written.text() + " y"))
          .as(written.text())
          .containsExactly(word("x"), written, word("y"));
    }
    assertThat(SearchLine.parse(SearchTerm.field("agent", "aws cli").text()))
        .containsExactly(word("agent:aws cli"));
  }

  @Test
  void onlyAPlaceThatWasSaidHereHasLineAndColumn() {
    assertThat(SqlPlace.lineAndColumn(SqlPlace.of("a\n  b", 4, 1))).containsExactly(2, 3);
    assertThat(SqlPlace.lineAndColumn("the query")).isNull();
    assertThat(SqlPlace.lineAndColumn("line 1, column 2 of something")).isNull();
  }
}
