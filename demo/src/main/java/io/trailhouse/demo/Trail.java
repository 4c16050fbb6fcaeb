package io.trailhouse.demo;

import static io.trailhouse.demo.Lane.Layout.ACCOUNT_TRAIL;
import static io.trailhouse.demo.Lane.Layout.ORGANIZATION_TRAIL;

import io.trailhouse.demo.Lane.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Delivers event records as trails do: by lane, every five minutes, some of them late, some twice.
///
/// The organization trail gets everything. The development account also has a trail of its own,
/// which therefore delivers the same management events a second time for as long as it runs.
final class Trail {

  /// An event record on its way to a log file.
  record Event(String eventId, String category, byte[] json) {}

  /// When an event's log file is written, and whether that is later than CloudTrail promises.
  record SourceFile(long second, boolean delayed) {}

  /// A time in which CloudTrail could not deliver a lane. Both ends are event times.
  private record Outage(Lane lane, long from, long until, long delivered) {}

  private record Slot(long delivered, Layout layout, Lane lane) {
    static final Comparator<Slot> ORDER =
        Comparator.comparingLong(Slot::delivered)
            .thenComparing(Slot::layout)
            .thenComparing(slot -> slot.lane().account())
            .thenComparing(slot -> slot.lane().region())
            .thenComparing(slot -> slot.lane().kind());
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
    Lane sydney = new Lane(Account.PRODUCTION, "ap-southeast-2", Lane.Kind.EVENTS);
    Lane frankfurt = new Lane(Account.DATA, "eu-central-1", Lane.Kind.EVENTS);
    Lane ireland = new Lane(Account.PRODUCTION, "eu-west-1", Lane.Kind.EVENTS);
    return List.of(
        outage(sydney, 4, 2, 10, 5),
        outage(frankfurt, 9, 6, 12, 44),
        outage(ireland, 12, 13, 15, 7));
  }

  private static Outage outage(Lane lane, int day, int fromHour, int untilHour, int hoursLate) {
    long from = DemoCalendar.second(DemoCalendar.FIRST_DAY.plusDays(day), fromHour, 0);
    long until = from + (untilHour - fromHour) * 3600L;
    return new Outage(lane, from, until, until + hoursLate * 3600L);
  }

  Tally tally() {
    return tally;
  }

  /// When the organization trail delivers an event of that second.
  SourceFile delivery(Lane lane, long second) {
    for (Outage outage : outages) {
      if (outage.lane.equals(lane) && second >= outage.from && second < outage.until) {
        return new SourceFile(slot(lane, outage.delivered), true);
      }
    }
    long wait = lane.kind() == Lane.Kind.INSIGHT ? INSIGHT_SECONDS : SOONEST_SECONDS;
    return new SourceFile(slot(lane, second + wait), false);
  }

  private static long slot(Lane lane, long soonest) {
    long offset = lane.offset() * 60L;
    return Math.ceilDiv(soonest - offset, SLOT_SECONDS) * SLOT_SECONDS + offset;
  }

  void accept(Lane lane, long second, Event event) {
    SourceFile delivery = delivery(lane, second);
    tally.event(second, delivery.delayed());
    append(new Slot(delivery.second(), ORGANIZATION_TRAIL, lane), event);
    if (redelivered(event)) {
      append(new Slot(delivery.second() + 3600, ORGANIZATION_TRAIL, lane), event);
    }
    boolean seenByBoth = event.category().equals("Management") && lane.equals(AccountTrail.LANE);
    if (seenByBoth && AccountTrail.logging(second)) {
      append(new Slot(delivery.second() + 60, ACCOUNT_TRAIL, lane), event);
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
    String unnamed = slot.lane().key(slot.layout(), slot.delivered(), "");
    String unique = Dice.of(seed, unnamed).alphanumeric(16);
    Path path = folder.resolve(slot.lane().key(slot.layout(), slot.delivered(), unique));
    Gzip.write(path, file.toByteArray());
    tally.file();
  }
}
