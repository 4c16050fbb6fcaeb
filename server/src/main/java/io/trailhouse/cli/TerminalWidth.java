package io.trailhouse.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// How many characters fit on a line of the terminal.
final class TerminalWidth {
  private static final int USUAL = 80;

  private TerminalWidth() {}

  /// 0 when the output does not go to a terminal, where nothing has to fit.
  @SuppressWarnings("SystemConsoleNull") // its contract still allows null
  static int columns() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return 0;
    }
    return ofTerminal();
  }

  /// Of the terminal that the program was started from, wherever its output goes.
  static int ofTerminal() {
    int asked = number(System.getenv().getOrDefault("COLUMNS", ""));
    return asked > 0 ? asked : askTerminal();
  }

  /// The same for what has to be readable wherever it goes: 80 where nobody knows.
  static int orNarrow() {
    int asked = number(System.getenv().getOrDefault("COLUMNS", ""));
    int known = columns();
    return known > 0 ? known : asked > 0 ? asked : USUAL;
  }

  private static int askTerminal() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      boolean ended = stty.waitFor(1, TimeUnit.SECONDS);
      int columns = number(answer.substring(answer.indexOf(' ') + 1));
      return ended && columns > 0 ? columns : USUAL;
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  private static int number(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
  }
}
