package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real program over homes whose files are damaged (spec: check.md).
class LakeCheckIT {
  private static final Map<String, String> SMALL_COMMITS =
      Map.of("TRAILHOUSE_JAVA_OPTS", "-Dtrailhouse.commit-rows=1000");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static CrashInput input;
  private static Set<String> records;

  @BeforeAll
  static void writeInput() throws IOException {
    input = CrashInput.write(folder, List.of());
    records = input.records();
  }

  private static Program.Ended trailhouse(Path home, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--home", home.toString()));
    Program.Ended ended = Program.trailhouse(folder, all.toArray(String[]::new));
    assertThat(ended.err()).doesNotContain("not expect", "\tat ");
    return ended;
  }

  private static Path imported(String name) {
    Path home = folder.resolve(name);
    List<String> words = new ArrayList<>(List.of("import", "--home", home.toString()));
    input.all().forEach(path -> words.add(path.toString()));
    try (Program.Running running =
        Program.startTrailhouse(folder, SMALL_COMMITS, words.toArray(String[]::new))) {
      assertThat(running.end().out()).contains(" files read in ");
    }
    return home;
  }

  private static List<Path> dataFiles(Path home) throws IOException {
    return files(home.resolve("warehouse/cloudtrail/events/data"), ".parquet").stream()
        .sorted()
        .toList();
  }

  /// Deletes one, cuts one and turns a bit of one; answers how many these are.
  private static int damage(Path home) throws IOException {
    List<Path> files = dataFiles(home);
    int damaged = 0;
    for (int i = 0; i < files.size(); i += 2) {
      Path file = files.get(i);
      byte[] bytes = Files.readAllBytes(file);
      switch (damaged++ % 3) {
        case 0 -> Files.delete(file);
        case 1 -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        default -> {
          bytes[bytes.length / 2] ^= 4;
          Files.write(file, bytes);
        }
      }
    }
    return damaged;
  }

  @Test
  void namesEachDamageWithItsDayItsEventsAndItsLogFilesAndBringsThemBack() throws Exception {
    Path home = imported("home");
    Program.Ended whole = trailhouse(home, "lake", "check", "--deep");
    assertThat(whole.exit()).as(whole.out()).isZero();
    assertThat(whole.out()).contains("all whole");

    int damaged = damage(home);
    Program.Ended found = trailhouse(home, "lake", "check", "--deep", "--json");
    assertThat(found.exit()).isEqualTo(1);
    JsonNode json = JSON.readTree(found.out());
    assertThat(json.get("whole").booleanValue()).isFalse();
    assertThat(json.get("damaged")).hasSize(damaged);
    for (JsonNode each : json.get("damaged")) {
      assertThat(each.get("first_day").textValue()).startsWith("2026-05-0");
      assertThat(each.get("rows").longValue()).isPositive();
      assertThat(each.get("log_files")).isNotEmpty();
      assertThat(each.get("log_files").get(0).get("state").textValue()).isEqualTo("there");
    }
    Program.Ended shallow = trailhouse(home, "lake", "check");
    assertThat(shallow.exit()).isEqualTo(1);
    assertThat(shallow.out()).contains("  held: ", "  log files: ", "lake check --repair");

    Program.Ended repaired = trailhouse(home, "lake", "check", "--repair");
    assertThat(repaired.exit()).as(repaired.out() + repaired.err()).isZero();
    assertThat(repaired.out()).contains("came back", "Repaired: every file is whole.");
    WholeHome.check(home, input, records);
    assertThat(trailhouse(home, "lake", "check", "--deep").exit()).isZero();
  }

  /// Killed behind what it does to the disk: the first data file, the first commit of a day.
  @Test
  void killedBetweenItsStepsTheNextRepairCompletesIt() throws Exception {
    Path home = imported("killed");
    damage(home);
    Path table = home.resolve("warehouse/cloudtrail/events");
    for (String ending : List.of(".parquet", ".metadata.json", ".parquet", ".metadata.json")) {
      Set<Path> before = files(table, ending);
      try (Program.Running repair =
          Program.startTrailhouse(
              folder, Map.of(), "lake", "check", "--repair", "--home", home.toString())) {
        Await.until(() -> !before.containsAll(files(table, ending)) || !repair.isAlive());
        repair.kill();
      }
    }
    Program.Ended ended = trailhouse(home, "lake", "check", "--repair");
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    WholeHome.check(home, input, records);
  }

  private static Set<Path> files(Path table, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      return files.filter(file -> file.toString().endsWith(ending)).collect(Collectors.toSet());
    }
  }

  @Test
  void aHomeThatCanOnlyBeReadIsCheckedAndNotRepaired() throws Exception {
    BadFiles logs = new BadFiles(folder.resolve("few"));
    logs.good("good.json", 10);
    Path home = folder.resolve("read-only");
    try (Mount disk = Mount.of(home, "16m")) {
      assertThat(trailhouse(home, "import", logs.folder().toString()).exit()).isZero();
      Files.delete(dataFiles(home).get(0));
      disk.remount("ro");
      Program.Ended found = trailhouse(home, "lake", "check", "--deep");
      assertThat(found.exit()).as(found.err()).isEqualTo(1);
      assertThat(found.out()).contains("10 events of 2026-05-04", "1 file is damaged");
      Program.Ended refused = trailhouse(home, "lake", "check", "--repair");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("this home can only be read");
      assertThat(refused.out()).isEmpty();
    }
  }

  @Test
  void wrongWordsAreRefused() {
    Path home = folder.resolve("nowhere");
    assertThat(trailhouse(home, "lake", "check", "--drop-lost").exit()).isEqualTo(2);
    assertThat(trailhouse(home, "lake", "check", "--repair", "--from", "nowhere").exit())
        .isEqualTo(2);
    assertThat(trailhouse(home, "lake", "check").err()).contains("nothing has been imported here");
  }
}
