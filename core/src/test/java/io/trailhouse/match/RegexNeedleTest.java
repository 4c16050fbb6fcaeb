package io.trailhouse.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexNeedleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        ".+:assumed-role/aws:.+    ! :assumed-role/aws:",
        "abc                       ! abc",
        "abcd*efg                  ! abc",
        "abcd+efg                  ! abcd",
        "abcd{0,2}ef               ! abc",
        "abcd?                     ! abc",
        "x\\.yz\\[                 ! x.yz[",
        "(abcdef|g)hij             ! hij",
        "(?:abcdef)?hij[abcd]      ! hij",
        "[^\\]a-z]xyz              ! xyz",
        "ab\\dcd                   !",
        "abc|def                   !",
        "(?i)abcdef                !",
        "(?=abc)defg               !",
        "[a[bc]]defg               !",
        "[]a]defg                  !",
        "\\Qabc\\E                 !",
        "\\u0041bcd                !",
      })
  void theLongestTextThatMustStandThere(String expression, String needle) {
    assertThat(RegexNeedle.of(Pattern.compile(expression))).isEqualTo(needle);
  }

  @Test
  void flagsThatChangeTheLanguageHaveNone() {
    assertThat(RegexNeedle.of(Pattern.compile("abcdef", Pattern.CASE_INSENSITIVE))).isNull();
    assertThat(RegexNeedle.of(Pattern.compile("abc def", Pattern.COMMENTS))).isNull();
    assertThat(RegexNeedle.of(Pattern.compile("abc.*", Pattern.LITERAL))).isNull();
  }

  @Test
  void aTextWithoutItIsNeverOneThatMatches() {
    Random random = new Random(17);
    List<String> parts =
        List.of("a", "ab", "abc", "b+", "c*", "(ab|c)", "[abc]", ".", "c{1,2}", "\\w", "(a)?", "x");
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder expression = new StringBuilder();
      for (int part = random.nextInt(6); part >= 0; part--) {
        expression.append(parts.get(random.nextInt(parts.size())));
      }
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append("abcx".charAt(random.nextInt(4)));
      }
      Pattern pattern = Pattern.compile(expression.toString());
      TextMatcher matcher =
          TextMatcher.of(new ValueTest.Regex(pattern, ValueTest.Reading.EVERYTHING));
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      boolean matches = pattern.matcher(text).find();
      assertThat(matcher.matches(bytes, 0, bytes.length))
          .as("%s in %s", expression, text)
          .isEqualTo(matches);
      found += matches ? 1 : 0;
    }
    assertThat(found).isGreaterThan(1_000);
  }
}
