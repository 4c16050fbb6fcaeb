package io.trailhouse.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.destination.Failure;
import io.trailhouse.destination.MessageSink;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.ObjectStore;
import io.trailhouse.fixture.MemoryStream;
import io.trailhouse.match.FieldPath;
import io.trailhouse.match.FieldText;
import io.trailhouse.match.Predicate;
import io.trailhouse.select.Condition;
import io.trailhouse.stream.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a route guarantees, at every place where it can be broken off.
class RouteRunTest {
  @TempDir private Path folder;
  private final MemoryStream stream = new MemoryStream();
  private final Store store = new Store();
  private final Store errors = new Store();
  private Instant now = Instant.parse("2026-05-02T00:00:00Z");
  private final InstantSource clock = () -> now;

  @BeforeEach
  void someCommits() {
    for (int commit = 0; commit < 5; commit++) {
      List<String> records = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int number = commit * 40 + i;
        records.add(
            ("{\"eventVersion\":\"1.11\",\"eventID\":\"%d\",\"eventName\":\"%s\",\"eventTime\":"
                    + "\"2026-05-0%dT08:00:%02dZ\",\"awsRegion\":\"eu-west-%d\"}")
                .formatted(number, number % 3 == 0 ? "Get" : "Put", 1 + number % 2, i, number % 2));
      }
      stream.commit(records);
    }
  }

  /// Objects by their keys, and a fault that can be set.
  private static final class Store implements ObjectStore {
    private final Map<String, String> objects = new TreeMap<>();
    private int puts;
    private int crashAfter = Integer.MAX_VALUE;
    private NotDelivered refusal;

    @Override
    public void put(NewObject object) throws NotDelivered {
      if (refusal != null) {
        throw refusal;
      }
      objects.put(object.key(), new String(object.content(), StandardCharsets.UTF_8));
      if (++puts > crashAfter) {
        throw new Crash();
      }
    }

    private List<String> lines() {
      return objects.values().stream().flatMap(String::lines).sorted().toList();
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Route route(RouteWriter destination) throws Exception {
    Predicate condition = Condition.compile(Map.of("name", "Put"));
    return new Route(
        "puts",
        condition,
        null,
        new RecordWriter(RecordForm.RECORD, Shape.AS_IT_IS),
        destination,
        new Buffer(3_000, Duration.ofMinutes(5)),
        Duration.ofDays(7));
  }

  private RouteWriter objects() {
    return new ObjectRouteWriter(
        store,
        KeyTemplate.of("!{timestamp:yyyy/MM/dd}/!{region}/"),
        new TextFormat(false, false),
        true,
        new ErrorPlace(errors, KeyTemplate.of("errors/!{trailhouse:reason}/")));
  }

  private RouteRun open(RouteWriter destination) throws Exception {
    Route route = route(destination);
    return new RouteRun(
        route,
        0,
        new RouteRun.Surroundings(
            stream,
            "t1",
            new RouteMatches(List.of(route)),
            new RouteStates(folder.resolve("states")),
            clock),
        new StreamPosition(0, 0));
  }

  /// Works until everything is settled; answers the sums at every step.
  private void toTheEnd(RouteRun run) throws Exception {
    for (int step = 0; step < 1000; step++) {
      Duration pause = run.work();
      checkSums(run);
      if (!pause.isZero()) {
        now = now.plus(pause);
        pause = run.finish();
        checkSums(run);
        if (run.isSettled() && run.status().position().equals(stream.head())) {
          return;
        }
        now = now.plus(pause);
      }
    }
    throw new AssertionError("it does not come to an end: " + run.status());
  }

  private static void checkSums(RouteRun run) {
    RouteAccount account = run.status().account();
    assertThat(account.in()).isEqualTo(account.kept() + account.droppedInAll());
    assertThat(account.waiting()).isNotNegative();
  }

  @Test
  void everyChosenEventIsInOneObjectOfItsDayAndRegion() throws Exception {
    RouteRun run = open(objects());
    toTheEnd(run);
    RouteAccount account = run.status().account();
    assertThat(account.in()).isEqualTo(200);
    assertThat(account.kept()).isEqualTo(133);
    assertThat(account.dropped()).containsExactly(Map.entry("condition", 67L));
    assertThat(account.delivered()).isEqualTo(133);
    assertThat(account.waiting()).isZero();
    assertThat(store.lines()).hasSize(133).doesNotHaveDuplicates();
    store.objects.forEach((key, content) -> {
      assertThat(key).matches("2026/05/0[12]/eu-west-[01]/puts-t1-\\d+\\.\\d+-\\d+\\.\\d+\\.jsonl");
      assertThat(content.lines())
          .allMatch(line -> line.contains("2026-05-" + key.substring(8, 10)))
          .allMatch(line -> line.contains(key.substring(11, 20)));
    });
    assertThat(store.objects.size()).isGreaterThan(4);
  }

  @Test
  void brokenOffAfterAnyObjectTheSameObjectsComeOut() throws Exception {
    toTheEnd(open(objects()));
    Map<String, String> expected = new TreeMap<>(store.objects);
    for (int puts = 0; puts < expected.size(); puts++) {
      startAnew();
      store.crashAfter = puts;
      assertThatThrownBy(() -> toTheEnd(open(objects()))).isInstanceOf(Crash.class);
      store.crashAfter = Integer.MAX_VALUE;
      RouteRun again = open(objects());
      toTheEnd(again);
      assertThat(store.objects).as("after %d objects", puts + 1).isEqualTo(expected);
      assertThat(again.status().account().delivered()).isEqualTo(133);
      assertThat(again.status().account().in()).isEqualTo(200);
    }
  }

  @Test
  void brokenOffBetweenAnyTwoStepsTheSumsStayRight() throws Exception {
    for (int steps = 0; steps < 30; steps++) {
      startAnew();
      RouteRun first = open(objects());
      for (int step = 0; step < steps; step++) {
        first.work();
      }
      RouteRun again = open(objects());
      checkSums(again);
      toTheEnd(again);
      assertThat(store.lines()).as("after %d steps", steps).hasSize(133).doesNotHaveDuplicates();
      assertThat(again.status().account().kept()).isEqualTo(133);
      assertThat(again.status().account().delivered()).isEqualTo(133);
    }
  }

  private void startAnew() throws Exception {
    store.objects.clear();
    store.puts = 0;
    Files.deleteIfExists(folder.resolve("states/puts.json"));
  }

  @Test
  void whatADestinationThatIsDownCannotTakeWaitsAndIsDeliveredLater() throws Exception {
    RouteRun run = open(objects());
    store.refusal = new NotDelivered(Failure.again("the bucket answers 503"));
    for (int step = 0; step < 50; step++) {
      now = now.plus(run.work());
      checkSums(run);
    }
    assertThat(run.status().problem()).isEqualTo("the bucket answers 503");
    assertThat(run.status().account().waiting()).isPositive();
    assertThat(run.status().account().failedInAll()).isZero();
    store.refusal = null;
    toTheEnd(run);
    assertThat(store.lines()).hasSize(133).doesNotHaveDuplicates();
    assertThat(run.status().problem()).isNull();
  }

  @Test
  void theTimeThatADestinationAsksForIsKept() throws Exception {
    RouteRun run = open(objects());
    store.refusal = new NotDelivered(Failure.again("busy").asking(Duration.ofMinutes(30)));
    Duration pause = Duration.ZERO;
    while (run.status().problem() == null) {
      now = now.plus(pause);
      pause = run.work();
    }
    assertThat(pause).isEqualTo(Duration.ofMinutes(30));
    store.refusal = null;
    now = now.plus(Duration.ofMinutes(29));
    assertThat(run.work()).as("woken too early").isEqualTo(Duration.ofMinutes(1));
    assertThat(run.finish()).isEqualTo(Duration.ofMinutes(1));
    assertThat(store.objects).isEmpty();
    now = now.plus(Duration.ofMinutes(1));
    run.work();
    assertThat(store.objects).isNotEmpty();
    assertThat(run.status().problem()).isNull();
  }

  @Test
  void whatWaitsBeyondTheBoundGoesToTheErrorPlaceWithItsReason() throws Exception {
    RouteRun run = open(objects());
    store.refusal = new NotDelivered(Failure.again("the bucket is gone"));
    for (int step = 0; step < 20; step++) {
      now = now.plus(run.work());
    }
    now = now.plus(Duration.ofDays(8));
    run.work();
    checkSums(run);
    assertThat(run.status().account().failed()).containsKey("it waited longer than 7 days");
    assertThat(errors.objects.keySet())
        .allMatch(key -> key.startsWith("errors/it%20waited%20longer%20than%207%20days/puts-t1-"));
    assertThat(errors.lines())
        .hasSize((int) run.status().account().failedInAll())
        .allMatch(
            line -> line.startsWith("{\"reason\":\"it waited longer than 7 days\",\"event\":{"));
    store.refusal = null;
    toTheEnd(run);
    RouteAccount account = run.status().account();
    assertThat(account.kept()).isEqualTo(account.delivered() + account.failedInAll());
  }

  @Test
  void whatWillNeverBeTakenIsKeptAsideAndTheRestGoesOn() throws Exception {
    RouteRun run = open(objects());
    store.refusal = new NotDelivered(Failure.never("no such key"));
    toTheEnd(run);
    assertThat(run.status().account().failed()).containsExactly(Map.entry("no such key", 133L));
    assertThat(errors.lines()).hasSize(133);
  }

  @Test
  void messagesAreSentWithinTheLimitsAndRefusedOnesAgain() throws Exception {
    Queue queue = new Queue();
    RouteRun run = open(new MessageRouteWriter(queue, "puts", null));
    toTheEnd(run);
    assertThat(queue.taken).hasSize(133).doesNotHaveDuplicates();
    assertThat(run.status().account().delivered()).isEqualTo(133);
    assertThat(queue.calls).allMatch(size -> size <= 10);
  }

  @Test
  void aMessageThatIsNeverTakenFailsAlone() throws Exception {
    Queue queue = new Queue();
    queue.never = "puts:1:4";
    RouteRun run =
        open(new MessageRouteWriter(queue, "puts", new ErrorPlace(errors, KeyTemplate.of("e/"))));
    toTheEnd(run);
    assertThat(run.status().account().failed()).containsExactly(Map.entry("malformed", 1L));
    assertThat(run.status().account().delivered()).isEqualTo(132);
    assertThat(errors.lines()).hasSize(1);
    assertThat(queue.taken).hasSize(132);
  }

  /// Takes ten messages a call and refuses every seventh once.
  private static final class Queue implements MessageSink {
    private final List<String> taken = new ArrayList<>();
    private final List<Integer> calls = new ArrayList<>();
    private String never = "";
    private int seen;

    @Override
    public Limits limits() {
      return new Limits(10, 2_000, 1_000, 20);
    }

    @Override
    public List<Refusal> send(List<Message> messages) {
      calls.add(messages.size());
      List<Refusal> refusals = new ArrayList<>();
      for (int i = 0; i < messages.size(); i++) {
        if (messages.get(i).id().equals(never)) {
          refusals.add(new Refusal(i, Failure.never("malformed")));
        } else if (++seen % 7 == 0) {
          refusals.add(new Refusal(i, Failure.again("throttled")));
        } else {
          taken.add(messages.get(i).id());
        }
      }
      return refusals;
    }
  }

  @Test
  void aDamagedStateIsToldAndNotTakenForANewRoute() throws Exception {
    toTheEnd(open(objects()));
    Files.writeString(folder.resolve("states/puts.json"), "{\"position\":");
    assertThatThrownBy(() -> open(objects())).hasMessageContaining("state of route puts");
  }

  @Test
  void aSampleKeepsWholePrincipals() throws Exception {
    Sample sample = new Sample(0.5, new FieldText(FieldPath.dotted("awsRegion")));
    Route all = route(objects());
    Route route =
        new Route(
            all.name(),
            all.condition(),
            sample,
            all.writer(),
            all.destination(),
            all.buffer(),
            all.keep());
    RouteRun run =
        new RouteRun(
            route,
            0,
            new RouteRun.Surroundings(
                stream,
                "t1",
                new RouteMatches(List.of(route)),
                new RouteStates(folder.resolve("states")),
                clock),
            new StreamPosition(0, 0));
    toTheEnd(run);
    RouteAccount account = run.status().account();
    assertThat(account.kept()).isIn(0L, 66L, 67L, 133L);
    assertThat(account.in()).isEqualTo(account.kept() + account.droppedInAll());
  }
}
