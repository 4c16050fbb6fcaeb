package io.trailhouse.demo;

import static io.trailhouse.demo.TrailStream.Layout.ACCOUNT_TRAIL;
import static io.trailhouse.demo.TrailStream.Layout.ORGANIZATION_TRAIL;

import io.trailhouse.demo.TrailStream.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Delivers event records as trails do: by stream, every five minutes, some of them late, some
/// twice.
///
/// The organization trail gets everything. The development account also has a trail of its own,
/// which therefore delivers the same management events a second time for as long as it runs.
final class Trail {

  /// An event record on its way to a log file.
  record Event(String eventId, String category, byte[] json) {}

  /// When an event's log file is written, and whether that is later than CloudTrail promises.
  record SourceFile(long second, boolean delayed) {}

  /// A time in which CloudTrail could not deliver a stream. Both ends are event times.
  private record Outage(TrailStream stream, long from, long until, long delivered) {}

  private record Slot(long delivered, Layout layout, TrailStream stream) {
    static final Comparator<Slot> ORDER =
        Comparator.comparingLong(Slot::delivered)
            .thenComparing(Slot::layout)
            .thenComparing(slot -> slot.stream().account())
            .thenComparing(slot -> slot.stream().region())
            .thenComparing(slot -> slot.stream().kind());
  }

  private static final byte[] HEAD = "{\"Records\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TAIL = "]}".getBytes(StandardCharsets.UTF_8);
  private static final int SLOT_SECONDS = 300;
  private static final int SOONEST_SECONDS = 120;
  private static final int INSIGHT_SECONDS = 1500;
  private static final int REDELIVERED_ONE_IN = 450;

  private final TreeMap<Slot, ByteArrayOutputStream> open = new TreeMap<>(Slot.ORDER);
  private final List<Outage> outages;
  private final long seed;
  private final Path folder;
  private final Tally tally = new Tally();

  Trail(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
    this.outages = outages();
  }

  private static List<Outage> outages() {
    TrailStream sydney =
        new TrailStream(Account.PRODUCTION, "ap-southeast-2", TrailStream.Kind.EVENTS);
    TrailStream frankfurt = new TrailStream(Account.DATA, "eu-central-1", TrailStream.Kind.EVENTS);
    TrailStream ireland = new TrailStream(Account.PRODUCTION, "eu-west-1", TrailStream.Kind.EVENTS);
    return List.of(
        outage(sydney, 4, 2, 10, 5),
        outage(frankfurt, 9, 6, 12, 44),
        outage(ireland, 12, 13, 15, 7));
  }

  private static Outage outage(
      TrailStream stream, int day, int fromHour, int untilHour, int hoursLate) {
    long from = DemoCalendar.second(DemoCalendar.FIRST_DAY.plusDays(day), fromHour, 0);
    long until = from + (untilHour - fromHour) * 3600L;
    return new Outage(stream, from, until, until + hoursLate * 3600L);
  }

  Tally tally() {
    return tally;
  }

  /// When the organization trail delivers an event of that second.
  SourceFile delivery(TrailStream stream, long second) {
    for (Outage outage : outages) {
      if (outage.stream.equals(stream) && second >= outage.from && second < outage.until) {
        return new SourceFile(slot(stream, outage.delivered), true);
      }
    }
    long wait = stream.kind() == TrailStream.Kind.INSIGHT ? INSIGHT_SECONDS : SOONEST_SECONDS;
    return new SourceFile(slot(stream, second + wait), false);
  }

  private static long slot(TrailStream stream, long soonest) {
    long offset = stream.offset() * 60L;
    return Math.ceilDiv(soonest - offset, SLOT_SECONDS) * SLOT_SECONDS + offset;
  }

  void accept(TrailStream stream, long second, Event event) {
    SourceFile delivery = delivery(stream, second);
    tally.event(second, delivery.delayed());
    append(new Slot(delivery.second(), ORGANIZATION_TRAIL, stream), event);
    if (redelivered(event)) {
      append(new Slot(delivery.second() + 3600, ORGANIZATION_TRAIL, stream), event);
    }
    boolean seenByBoth =
        event.category().equals("Management") && stream.equals(AccountTrail.STREAM);
    if (seenByBoth && AccountTrail.logging(second)) {
      append(new Slot(delivery.second() + 60, ACCOUNT_TRAIL, stream), event);
    }
  }

  private static boolean redelivered(Event event) {
    return Integer.parseInt(event.eventId().substring(0, 6), 16) % REDELIVERED_ONE_IN == 0;
  }

  private void append(Slot slot, Event event) {
    ByteArrayOutputStream file = open.get(slot);
    if (file == null) {
      file = new ByteArrayOutputStream(16_384);
      file.writeBytes(HEAD);
      open.put(slot, file);
    } else {
      file.write(',');
    }
    file.writeBytes(event.json());
    tally.record();
  }

  /// Writes every log file that is delivered before a second since 1970.
  void deliverUntil(long second) throws IOException {
    while (!open.isEmpty() && open.firstKey().delivered() < second) {
      Slot slot = open.firstKey();
      ByteArrayOutputStream file = open.pollFirstEntry().getValue();
      file.writeBytes(TAIL);
      write(slot, file);
    }
  }

  void deliverAll() throws IOException {
    deliverUntil(Long.MAX_VALUE);
  }

  private void write(Slot slot, ByteArrayOutputStream file) throws IOException {
    String unnamed = slot.stream().key(slot.layout(), slot.delivered(), "");
    String unique = Dice.of(seed, unnamed).alphanumeric(16);
    Path path = folder.resolve(slot.stream().key(slot.layout(), slot.delivered(), unique));
    Gzip.write(path, file.toByteArray());
    tally.file();
  }
}
