package io.trailhouse.cli;

import java.io.IOException;
import java.io.Writer;

/// Writes to a terminal what is meant for a program: characters that would act on the terminal are
/// written as `\u001b` and the like, which means the same inside a text of JSON.
final class TerminalText extends Writer {
  private final Writer out;
  private boolean returned;

  TerminalText(Writer out) {
    this.out = out;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      char c = text[i];
      if (returned && c != '\n') {
        out.write("\\u000d");
      } else if (returned) {
        out.write('\r');
      }
      returned = c == '\r';
      if (Visible.hides(c) && !returned) {
        out.write(String.format("\\u%04x", (int) c));
      } else if (!returned) {
        out.write(c);
      }
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
