package io.trailhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.trailhouse.config.ConfigProblem;
import io.trailhouse.destination.Failure;
import io.trailhouse.problem.TerminalEscaper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// S20 of docs/spec/serve.md: every character that acts, at every door through which a text from
/// outside reaches a person.
class DoorsTest {
  private static final String ACTING = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

  private static Map<String, UnaryOperator<String>> doors() {
    Map<String, UnaryOperator<String>> doors = new LinkedHashMap<>();
    doors.put("a line of a command", TerminalEscaper::line);
    doors.put("a text of a command", text -> TerminalEscaper.text(text).replaceAll("[\\n\\t]", ""));
    doors.put("a program's answer", text -> answer(text).replaceAll("[\\n\\t]", ""));
    doors.put("a problem", text -> new ConfigProblem(1, 1, text, text).text("f"));
    doors.put("a message", text -> Failure.never(text).reason());
    doors.put("the log", DoorsTest::logged);
    return doors;
  }

  private static String answer(String text) {
    StringWriter shown = new StringWriter();
    try (PrintWriter out = new PrintWriter(new TerminalText(shown))) {
      out.print(text);
    }
    return shown.toString();
  }

  private static String logged(String text) {
    LoggerContext context = new LoggerContext();
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern(LogSetup.LINE);
    layout.start();
    return layout
        .doLayout(
            new LoggingEvent("x", context.getLogger("x"), Level.INFO, text, null, new Object[0]))
        .stripTrailing();
  }

  @Test
  void noCharacterThatActsPassesAnyDoor() {
    String all =
        IntStream.rangeClosed(0, 0x10ffff)
            .mapToObj(Character::toString)
            .filter(one -> one.matches(ACTING))
            .reduce("", (text, one) -> text + "a" + one);
    assertThat(all.codePointCount(0, all.length())).isGreaterThan(400);
    doors()
        .forEach((name, door) -> {
          for (int at = 0; at < all.length(); at += 60) {
            String some = all.substring(at, Math.min(all.length(), at + 60));
            assertThat(door.apply(some)).as(name).doesNotContainPattern(ACTING);
          }
          assertThat(door.apply("大 😀")).as(name).contains("大 😀");
        });
  }
}
