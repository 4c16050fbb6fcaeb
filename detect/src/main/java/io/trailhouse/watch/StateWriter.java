package io.trailhouse.watch;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Writes what a watch remembers: numbers of eight bytes, texts and bytes with their length ahead.
final class StateWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  void number(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  void decimal(double value) {
    number(Double.doubleToLongBits(value));
  }

  void flag(boolean value) {
    out.write(value ? 1 : 0);
  }

  void bytes(byte[] value) {
    number(value.length);
    out.writeBytes(value);
  }

  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void texts(List<String> values) {
    number(values.size());
    values.forEach(this::text);
  }

  void instant(Instant value) {
    number(value.getEpochSecond());
    number(value.getNano());
  }

  void findings(List<Finding> findings) {
    number(findings.size());
    for (Finding each : findings) {
      texts(List.of(each.id(), each.ruleId(), each.ruleVersion(), each.title()));
      texts(List.of(each.level().word(), each.account(), each.region(), each.principal()));
      instant(each.time());
      number(each.events().size());
      for (FoundEvent event : each.events()) {
        texts(List.of(event.key(), event.name(), event.json()));
        instant(event.time());
      }
    }
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
