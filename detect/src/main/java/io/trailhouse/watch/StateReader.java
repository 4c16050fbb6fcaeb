package io.trailhouse.watch;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads what [StateWriter] wrote.
final class StateReader {
  private final ByteBuffer in;

  StateReader(byte[] state) {
    this.in = ByteBuffer.wrap(state);
  }

  long number() {
    try {
      return in.getLong();
    } catch (BufferUnderflowException e) {
      throw damaged("ends too early");
    }
  }

  double decimal() {
    return Double.longBitsToDouble(number());
  }

  boolean flag() {
    if (!in.hasRemaining()) {
      throw damaged("ends too early");
    }
    return in.get() == 1;
  }

  byte[] bytes() {
    long length = number();
    if (length < 0 || length > in.remaining()) {
      throw damaged("says a length that is not there");
    }
    byte[] value = new byte[(int) length];
    in.get(value);
    return value;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  List<String> texts() {
    List<String> values = new ArrayList<>();
    for (long left = number(); left > 0; left--) {
      values.add(text());
    }
    return values;
  }

  Instant instant() {
    return Instant.ofEpochSecond(number(), number());
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (long left = number(); left > 0; left--) {
      findings.add(finding());
    }
    return findings;
  }

  private Finding finding() {
    List<String> rule = texts();
    List<String> about = texts();
    Instant time = instant();
    List<FoundEvent> events = new ArrayList<>();
    for (long left = number(); left > 0; left--) {
      List<String> event = texts();
      events.add(new FoundEvent(event.get(0), instant(), event.get(1), event.get(2)));
    }
    Level level = Level.named(about.get(0));
    if (level == null) {
      throw damaged("names no level");
    }
    return new Finding(
        rule.get(0),
        rule.get(1),
        rule.get(2),
        rule.get(3),
        level,
        time,
        about.get(1),
        about.get(2),
        about.get(3),
        events);
  }

  static TrailhouseException damaged(String how) {
    return new TrailhouseException(
        Code.HOME_UNUSABLE,
        "what rules remember cannot be read: it " + how,
        "the saved state of rules",
        "Remove the state file; rules learn again from the events that follow or from history");
  }
}
