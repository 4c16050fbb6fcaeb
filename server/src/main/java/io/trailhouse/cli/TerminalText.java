package io.trailhouse.cli;

import io.trailhouse.problem.TerminalEscaper;
import java.io.IOException;
import java.io.Writer;

/// Writes to a terminal what is meant for a program: characters that would act on the terminal are
/// written as `\u001b` and the like, which means the same inside a text of JSON.
final class TerminalText extends Writer {
  private final Writer out;
  private final StringBuilder escaped = new StringBuilder();
  private boolean returned;

  /// The first half of a pair whose second has not come yet; 0 for none.
  private char half;

  TerminalText(Writer out) {
    this.out = out;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      char c = text[i];
      if (half != 0) {
        char first = half;
        half = 0;
        if (Character.isLowSurrogate(c)) {
          show(Character.toCodePoint(first, c));
          continue;
        }
        out.write(first);
      }
      if (Character.isHighSurrogate(c)) {
        endReturn(c);
        half = c;
      } else {
        unit(c);
      }
    }
  }

  private void unit(char c) throws IOException {
    endReturn(c);
    returned = c == '\r';
    if (!returned) {
      show(c);
    }
  }

  /// A return belongs to a line's end only when one follows.
  private void endReturn(char next) throws IOException {
    if (returned) {
      out.write(next == '\n' ? "\r" : "\\u000d");
    }
    returned = false;
  }

  private void show(int codePoint) throws IOException {
    escaped.setLength(0);
    if (TerminalEscaper.acts(codePoint) && codePoint != '\n' && codePoint != '\t') {
      TerminalEscaper.escape(codePoint, escaped);
    } else {
      escaped.appendCodePoint(codePoint);
    }
    out.append(escaped);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (half != 0) {
      out.write(half);
    }
    out.close();
  }
}
