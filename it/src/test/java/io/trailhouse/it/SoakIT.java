package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.testkit.FaultyProxy;
import io.trailhouse.testkit.TrailObjects;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promises 1 and 2 where they are hardest to keep: a queue and a listing over one bucket, each
/// file announced three times in no order, visibility that runs out, S3 that fails, answers cut
/// off, and kill -9 of `serve` every few seconds (spec: collect.md, Q4, Q5, L4).
class SoakIT {
  private static final int FILES = Integer.getInteger("soak.files", 1_500);
  private static final long SEED = Long.getLong("soak.seed", 20_260_521L);
  private static final int KILLS = 6;
  private static final double FAULTS = 0.05;
  private static final Instant AT = Instant.parse("2026-05-01T08:05:00Z");
  private static final List<String> REGIONS = List.of("us-east-1", "eu-central-1", "ap-south-2");

  private final Random dice = new Random(SEED);
  private final Set<String> truth = new HashSet<>();
  private final List<String> messages = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void everyEventIsThereOnceWhateverHappened() throws Exception {
    ServedTrail trail = new ServedTrail(folder);
    fill(trail);
    try (FaultyProxy proxy = new FaultyProxy(trail.doubles.s3Endpoint(), FAULTS, SEED)) {
      trail.config(
          """
          sources:
            org-trail: {s3: 's3://%s/AWSLogs/', queue: '%s', list: 5s}
          commit: {every: 1s}
          upkeep: {every: 10s}
          server: {listen: 127.0.0.1:0}
          """
              .formatted(trail.bucket, trail.queue));
      int kills = killAgainAndAgain(trail, proxy);
      assertThat(kills).isGreaterThan(KILLS / 2);
      completeAndEnd(trail, proxy);
      System.out.printf(
          Locale.ROOT,
          "%d files, %d events, %d messages, %d kills, %d faults of %d downloads (seed %d)%n",
          FILES,
          truth.size(),
          messages.size(),
          kills,
          proxy.faults(),
          proxy.gets(),
          SEED);
    }
    List<String> rows = ServeIT.ids(trail.home);
    assertThat(rows).hasSameSizeAs(truth);
    assertThat(new HashSet<>(rows)).isEqualTo(truth);
    assertThat(files(trail)).isEqualTo(FILES);
    assertThat(
            Contents.number(
                trail.home,
                "SELECT count(*) FROM log_files WHERE records <> new_rows + duplicates"))
        .isZero();
  }

  /// Puts log files into the bucket and shuffles what announces them.
  private void fill(ServedTrail trail) {
    for (int number = 0; number < FILES; number++) {
      String account = "11112222333" + dice.nextInt(4);
      String region = REGIONS.get(dice.nextInt(REGIONS.size()));
      Instant at = AT.plus(Duration.ofMinutes(dice.nextInt(3 * 24 * 60)));
      int size = dice.nextInt(20) == 0 ? 1_000 + dice.nextInt(1_000) : 1 + dice.nextInt(60);
      List<String> ids = new ArrayList<>(TrailObjects.ids(size, dice));
      if (number % 10 == 0) {
        ids.set(0, ids.get(size - 1)); // the same event twice in one file
      }
      truth.addAll(ids);
      String key = TrailObjects.key("AWSLogs/o-exampleorgid/", account, region, at, dice);
      trail.put(key, TrailObjects.file(ids, account, region, at));
      if (number % 7 != 0) { // the others only the listing finds
        messages.addAll(List.of(key, key, key));
      }
    }
    Collections.shuffle(messages, dice);
  }

  private int killAgainAndAgain(ServedTrail trail, FaultyProxy proxy) throws Exception {
    int sent = 0;
    int kills = 0;
    for (int round = 0; round < KILLS; round++) {
      int last = Math.min(messages.size(), sent + messages.size() / KILLS + 1);
      for (; sent < last; sent++) {
        trail.announce(messages.get(sent));
      }
      try (Program.Running serve = trail.serve(proxy.endpoint())) {
        ServedTrail.url(serve);
        Thread.sleep(1_000 + dice.nextInt(3_000));
        kills += serve.kill() ? 1 : 0;
      }
    }
    return kills;
  }

  private void completeAndEnd(ServedTrail trail, FaultyProxy proxy) throws Exception {
    try (Program.Running serve = trail.serve(proxy.endpoint())) {
      String url = ServedTrail.url(serve);
      long end = System.nanoTime() + Duration.ofMinutes(5).toNanos() + FILES * 20_000_000L;
      // what a fault has kept from the listing it meets again a minute later
      while (trail.messages() > 0
          || trail.count(url, "org-trail", "files_waiting") > 0
          || files(trail) < FILES) {
        assertThat(System.nanoTime()).as(trail.ask(url + "/status").body()).isLessThan(end);
        Thread.sleep(1_000);
      }
      assertThat(trail.count(url, "org-trail", "files_quarantined")).isZero();
      assertThat(trail.count(url, "org-trail", "events_found"))
          .isEqualTo(
              trail.count(url, "org-trail", "events_stored")
                  + trail.count(url, "org-trail", "events_duplicate"));
      serve.interrupt();
      assertThat(serve.end().err()).doesNotContain("\tat ");
    }
  }

  private static long files(ServedTrail trail) {
    return Contents.number(trail.home, "SELECT count(*) FROM log_files");
  }
}
