package io.trailhouse.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing says "1 files": whatever a command counts goes through `Counted`.
class CountedWordsTest {
  /// A count with a noun in the plural behind it, in a text.
  private static final Pattern COUNT =
      Pattern.compile("\"[^\"\n]*%,?d (?:[a-z]+ ){0,2}?(?!holds|is|was)[A-Za-z][a-z]*[a-rt-z]s\\b");

  /// How far before the text the call may begin.
  private static final int NEAR = 250;

  @Test
  void whatCommandsCountIsInTheNumberThatItsNounHas() throws IOException {
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files =
        Files.walk(Checkout.root().resolve("server/src/main/java/io/trailhouse/cli"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        Matcher count = COUNT.matcher(text);
        while (count.find()) {
          String before = text.substring(Math.max(0, count.start() - NEAR), count.start());
          if (!before.contains("Counted.")) {
            wrong.add(file.getFileName() + ": " + count.group());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
