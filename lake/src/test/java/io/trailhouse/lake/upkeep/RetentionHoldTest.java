package io.trailhouse.lake.upkeep;

import static io.trailhouse.lake.upkeep.AgedRecord.ONE;
import static io.trailhouse.lake.upkeep.AgedRecord.TWO;
import static io.trailhouse.lake.upkeep.AgedRecord.data;
import static io.trailhouse.lake.upkeep.AgedRecord.day;
import static io.trailhouse.lake.upkeep.AgedRecord.management;
import static io.trailhouse.lake.upkeep.AgedRecord.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.commit.Imports;
import io.trailhouse.lake.commit.LogFolder;
import io.trailhouse.lake.row.EventClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each account's own times, and what a hold keeps (spec: upkeep.md, section 3).
final class RetentionHoldTest {
  private static final Map<EventClass, Integer> MONTH = Map.of(EventClass.DATA, 30);
  private static final LegalHold ALL = new LegalHold("all", Set.of(), null, null, Set.of());

  @TempDir private Path home;
  @TempDir private Path folder;

  @Test
  void anAccountWithTimesOfItsOwnLosesByThoseAndTheOthersByTheGeneralOnes() throws Exception {
    String young = data("young", 10, ONE).text();
    String other = data("other", 100, TWO).text();
    String forever = management("forever", 3000, TWO).text();
    String byNumber = data("number", 100, TWO).text("\"recipientAccountId\":" + TWO);
    try (Lake lake = lake(young, other, forever, byNumber)) {
      add(
          lake,
          data("old", 100, ONE).text(),
          data("caller", 100, ONE).text("\"sharedEventID\":\"s\""),
          data("ancient", 500, TWO).text(),
          management("seven", 3000, ONE).text());
      Retention retention =
          new Retention(
              Map.of(EventClass.DATA, 400),
              Map.of(ONE, Map.of(EventClass.DATA, 30, EventClass.MANAGEMENT, 2555)),
              List.of());

      UpkeepReport report = run(lake, () -> retention);

      assertThat(report.droppedByClass())
          .isEqualTo(Map.of(EventClass.DATA, 3L, EventClass.MANAGEMENT, 1L));
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(young, other, forever, byNumber);
    }
  }

  @Test
  void anAccountThatIsKeptLongerThanTheRestIsKeptAlsoWhereItsNumberFitsNoColumn() throws Exception {
    String fits = data("fits", 100, ONE).text();
    String asNumber = data("number", 100, TWO).text("\"recipientAccountId\":" + ONE);
    try (Lake lake = lake(fits, asNumber, data("gone", 100, TWO).text())) {
      Retention retention = new Retention(MONTH, Map.of(ONE, Map.of()), List.of());
      assertThat(run(lake, () -> retention).rowsDropped()).isEqualTo(1);
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(fits, asNumber);
    }
  }

  @Test
  void aHoldKeepsWhatIsAllThatItSaysAndWhenItIsTakenOutThatGoesToo() throws Exception {
    String bob = user(ONE, "bob");
    String held = data("held", 100, ONE).by(bob).text();
    String heldNumber = data("n", 100, TWO).by(bob).text("\"recipientAccountId\":" + ONE);
    try (Lake lake = lake(held, heldNumber)) {
      add(
          lake,
          data("before", 111, ONE).by(bob).text(),
          data("behind", 99, ONE).by(bob).text(),
          data("somebody", 100, ONE).text(),
          data("elsewhere", 100, TWO).by(bob).text());
      LegalHold hold =
          new LegalHold("case-42", Set.of(ONE), start(110), start(99), Set.of(bob, "AROA"));

      UpkeepReport report = run(lake, () -> new Retention(MONTH).holding(List.of(hold)));

      assertThat(report.rowsDropped()).isEqualTo(4);
      assertThat(report.heldByName()).isEqualTo(Map.of("case-42", 2L));
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(held, heldNumber);
      assertThat(run(lake, () -> new Retention(MONTH)).rowsDropped()).isEqualTo(2);
      assertThat(Imports.files(lake)).isEmpty();
    }
  }

  /// R5.5, 3.7: what the session's own ARN and id tell of the role counts as its issuer would.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::111122223333:role/Deploy",
        "arn:aws:iam::111122223333:role/team/a/Deploy",
        "arn:aws:sts::111122223333:assumed-role/Deploy",
        "AROAEXAMPLE123456789"
      })
  void aSessionWithoutAnIssuerIsHeldByItsRole(String role) throws Exception {
    String session =
        data("session", 100, ONE)
            .text()
            .replaceFirst(
                "\"userIdentity\":\\{[^}]*\\}",
                "\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":"
                    + "\"AROAEXAMPLE123456789:alice\",\"arn\":"
                    + "\"arn:aws:sts::111122223333:assumed-role/Deploy/alice\"}");
    assertThat(session).contains("AROAEXAMPLE123456789:alice");
    String other = session.replace("Deploy", "Deployer").replace("AROAEXAMPLE1", "AROAEXAMPLE2");
    try (Lake lake = lake(session, other.replace("\"session\"", "\"other\""))) {
      LegalHold hold = new LegalHold("role", Set.of(), null, null, Set.of(role));
      run(lake, () -> new Retention(MONTH).holding(List.of(hold)));
      assertThat(Imports.records(lake)).containsExactly(session);
    }
  }

  @Test
  void sessionsOfARoleAreHeldByTheRole() throws Exception {
    String role = "arn:aws:iam::111122223333:role/Admin";
    String session =
        data("session", 100, ONE)
            .text()
            .replace(
                "\"accountId\"",
                "\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"arn\":\"%s\"}},\"accountId\""
                    .formatted(role));
    String odd = session.replace("\"userIdentity\":{", "\"userIdentity\":{\"odd\":1,");
    String two = odd.replace("session-0", "session-1");
    try (Lake lake = lake(session, two, data("gone", 100, ONE).text())) {
      LegalHold hold = new LegalHold("role", Set.of(), null, null, Set.of(role));
      UpkeepReport report = run(lake, () -> new Retention(MONTH).holding(List.of(hold)));
      assertThat(report.heldByName()).isEqualTo(Map.of("role", 2L));
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(session, two);
    }
  }

  @Test
  void filesOfWhichTheMetadataTellsAllAreNotRead() throws Exception {
    try (Lake lake = lake(data("held", 100, ONE).text(), data("held2", 101, ONE).text())) {
      add(lake, data("young", 10, ONE).text(), management("m", 100, TWO).text());
      for (DataFile file : Imports.files(lake)) {
        Files.delete(Path.of(file.location()));
      }
      LegalHold one = new LegalHold("one", Set.of(ONE), start(1000), start(1), Set.of());
      LegalHold late = new LegalHold("late", Set.of(), start(50), null, Set.of());
      LegalHold two = new LegalHold("two", Set.of(TWO), null, null, Set.of());
      Supplier<Retention> rules = () -> new Retention(MONTH).holding(List.of(one, late, two));
      UpkeepReport report = upkeep(lake, rules, new ArrayList<>()).preview();
      assertThat(report.rowsDropped()).isZero();
      assertThat(report.heldByName()).isEqualTo(Map.of("one", 2L, "late", 0L, "two", 0L));
    }
  }

  @Test
  void whatADryRunCountsIsWhatARoundDrops() throws Exception {
    try (Lake lake = lake(data("a", 100, ONE).text(), management("b", 100, ONE).text())) {
      add(lake, data("c", 101, TWO).text(), data("d", 101, ONE).text());
      LegalHold hold = new LegalHold("two", Set.of(TWO), null, null, Set.of());
      Upkeep upkeep =
          upkeep(lake, () -> new Retention(MONTH).holding(List.of(hold)), new ArrayList<>());
      long snapshot = lake.events().currentSnapshot().snapshotId();

      UpkeepReport preview = upkeep.preview();

      assertThat(lake.events().currentSnapshot().snapshotId()).isEqualTo(snapshot);
      UpkeepReport report = upkeep.run();
      assertThat(report.rowsDropped()).isEqualTo(2).isEqualTo(preview.rowsDropped());
      assertThat(report.droppedByClass()).isEqualTo(preview.droppedByClass());
      assertThat(report.heldByName()).isEqualTo(preview.heldByName()).containsEntry("two", 1L);
      assertThat(upkeep.preview().heldByName()).containsEntry("two", 1L);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHoldThatComesBetweenPlanAndCommitIsKept(boolean wholeFile) throws Exception {
    String kept = data("kept", 100, ONE).text();
    String rest = wholeFile ? data("r", 100, ONE).text() : management("r", 100, ONE).text();
    try (Lake lake = lake(kept, rest)) {
      List<Path> before = Rounds.onDisk(home, "events/data", ".parquet");
      AtomicInteger asked = new AtomicInteger();
      List<String> said = new ArrayList<>();
      Supplier<Retention> rules =
          () ->
              new Retention(MONTH).holding(asked.getAndIncrement() == 0 ? List.of() : List.of(ALL));

      UpkeepReport report = upkeep(lake, rules, said).run();

      assertThat(report.rowsDropped()).isZero();
      assertThat(said).anyMatch(line -> line.contains("changed meanwhile"));
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(kept, rest);
      assertThat(Rounds.onDisk(home, "events/data", ".parquet")).isEqualTo(before);
      assertThat(run(lake, rules).heldByName()).containsKey("all");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void rulesThatCannotBeReadAnyMoreDropNothing(int readable) throws Exception {
    String kept = data("kept", 100, ONE).text();
    String rest = management("rest", 100, ONE).text();
    try (Lake lake = lake(kept, rest)) {
      AtomicInteger asked = new AtomicInteger();
      Supplier<Retention> rules =
          () -> {
            if (asked.getAndIncrement() >= readable) {
              throw new IllegalStateException("no rules");
            }
            return new Retention(MONTH);
          };
      assertThatThrownBy(() -> run(lake, rules)).hasMessage("no rules");
      assertThat(Imports.records(lake)).containsExactlyInAnyOrder(kept, rest);
      assertThat(Rounds.onDisk(home, "events/data", ".parquet")).hasSize(1);
    }
  }

  private Lake lake(String... records) throws Exception {
    Lake lake = Lake.open(home);
    add(lake, records);
    return lake;
  }

  private void add(Lake lake, String... records) throws Exception {
    LogFolder logs = new LogFolder(folder);
    logs.write("file-" + Integer.toHexString(List.of(records).hashCode()), records);
    logs.importAll(lake);
  }

  private static Instant start(int daysAgo) {
    return day(daysAgo).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Upkeep upkeep(Lake lake, Supplier<Retention> rules, List<String> said) {
    UpkeepOptions options =
        new UpkeepOptions(
            rules, 128 << 20, UpkeepOptions.Expiry.after(Duration.ofHours(1)), Rounds.DAY);
    return new Upkeep(lake, options, InstantSource.system(), said::add);
  }

  private static UpkeepReport run(Lake lake, Supplier<Retention> rules) throws Exception {
    return upkeep(lake, rules, new ArrayList<>()).run();
  }
}
