package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every command says of a home whose catalog and tables do not belong together, that may only
/// be read, or that somebody else serves (spec: home.md).
class HomeIT {
  private static final String COUNT = "SELECT count(*) AS n FROM events";

  private static final String ID = "SELECT min(eventid) FROM events";

  @TempDir Path folder;
  private BadFiles files;

  @BeforeEach
  void importOnce() throws IOException {
    files = new BadFiles(folder.resolve("in"));
    files.good("good.json", 10);
    assertThat(trailhouse("import", "in").exit()).isZero();
  }

  private Program.Ended trailhouse(String... words) {
    Program.Ended ended = Program.trailhouse(folder, words);
    BadInputIT.assertSpeaksToPeople(ended);
    return ended;
  }

  private Path home() {
    return folder.resolve("trailhouse-data");
  }

  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("trailhouse.yaml"), "server:\n  listen: 127.0.0.1:0\nrules:\n  - builtin\n");
  }

  /// Clause 1.9 of home.md, SQL-10 of sql.md.
  @Test
  void aHomeMayHaveAnyNameAndARecordAnyText() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("odd")).resolve("e.json"),
        """
        {"Records":[{"eventID":"s-nul","eventTime":"2026-05-01T01:00:00Z","eventName":"A",\
        "awsRegion":"%s","eventSource":"s3.amazonaws.com",\
        "userIdentity":{"accessKeyId":"K\\u0000x","principalId":"p\\u0000q"}}]}
        """
            .formatted("r".repeat(5000)));
    for (String name : List.of("case[42]", "a*b?", "[a-z]")) {
      Program.Ended imported = trailhouse("--home", name, "import", "odd", "in");
      assertThat(imported.out()).contains("... (5,000 characters)").hasSizeLessThan(2000);
      assertThat(trailhouse("--home", name, "query", "--json", COUNT).out()).contains("{\"n\":11}");
      assertThat(trailhouse("--home", name, "search", "s-nul").exit()).isZero();
      Program.Ended shown = trailhouse("--home", name, "show", "s-nul");
      assertThat(shown.err()).isEmpty();
      assertThat(shown.exit()).isZero();
    }
  }

  /// Clause 1.10 of home.md.
  @Test
  void whatIsNoHomeAndWhereNothingFitsIsNamed() throws IOException {
    Files.writeString(folder.resolve("a-file"), "x");
    for (String command : List.of("query", "search", "show")) {
      assertThat(trailhouse("--home", "a-file", command, "x").err())
          .startsWith("trailhouse: the home folder is a file");
    }
    try (Mount disk = Mount.of(Files.createDirectories(folder.resolve("small")), "16k")) {
      Files.write(folder.resolve("small/filler"), new byte[16 << 10]);
      assertThat(trailhouse("export", "small/out").err())
          .contains("no room left on the disk", folder.resolve("small/out").toString())
          .doesNotContain("--home");
      assertThat(trailhouse("query", "--parquet", "small/q.parquet", "SELECT * FROM events").err())
          .contains("the result cannot be written: there is no room left on the disk")
          .doesNotContain("Exception");
      disk.remount("ro");
      assertThat(trailhouse("export", "small/more").err())
          .contains(folder.resolve("small").toString())
          .doesNotContain("--home");
    }
  }

  @Test
  void everyCommandSaysThatTheCatalogIsLostAndRegisterTakesTheTablesBack() throws IOException {
    config();
    Files.write(home().resolve("catalog.db"), new byte[0]);
    for (List<String> command :
        List.of(
            List.of("query", COUNT),
            List.of("import", "in"),
            List.of("search", "x"),
            List.of("show", "x"),
            List.of("upkeep"),
            List.of("serve"),
            List.of("export", "out"),
            List.of("coverage"),
            List.of("findings", "list"),
            List.of("quarantine", "list"))) {
      Program.Ended ended = trailhouse(command.toArray(String[]::new));
      assertThat(ended.exit()).as("%s: %s", command, ended.err()).isEqualTo(1);
      assertThat(ended.err())
          .as("%s", command)
          .contains("the catalog of this home is empty, but tables lie in")
          .contains("trailhouse lake register --home " + home());
    }
    Program.Ended registered = trailhouse("lake", "register");
    assertThat(registered.exit()).as(registered.err()).isZero();
    assertThat(registered.out()).contains("events", "10 rows", ".metadata.json");
    assertThat(Contents.number(home(), COUNT)).isEqualTo(10);
    assertThat(trailhouse("import", "in").out()).contains("0 new");
  }

  @Test
  void aHomeThatMayOnlyBeReadIsQueriedSearchedShownAndExported() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
    String id = Contents.texts(home(), ID).get(0);
    writable(home(), false);
    try {
      List<String> before = contents(home());
      Program.Ended count = nobody("query", COUNT);
      assertThat(count.out()).as(count.err()).contains("10\n(1 row)");
      Program.Ended findings = nobody("findings", "list");
      assertThat(findings.exit()).as(findings.err()).isZero();
      assertThat(nobody("search", id).out()).contains(id);
      assertThat(nobody("show", id).out()).contains(id);
      Program.Ended exported = nobody("export", out.resolve("trail").toString());
      assertThat(exported.exit()).as(exported.err()).isZero();
      Program.Ended parquet =
          nobody("query", "--parquet", out.resolve("all.parquet").toString(), COUNT);
      assertThat(parquet.exit()).as(parquet.err()).isZero();
      assertThat(nobody("quarantine", "list").exit()).isZero();
      assertThat(nobody("coverage").err()).doesNotContain("  to do: ");
      for (List<String> command :
          List.of(
              List.of("import", "in"), List.of("upkeep"), List.of("findings", "ack", "123456"))) {
        Program.Ended ended = nobody(command.toArray(String[]::new));
        assertThat(ended.exit()).as("%s", command).isEqualTo(1);
        assertThat(ended.err()).contains("writ").contains("to do: ");
      }
      assertThat(contents(home())).isEqualTo(before);
    } finally {
      writable(home(), true);
    }
  }

  @Test
  void whatMayNotBeReadIsToldAsThatAndNotAsLost() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String place :
        List.of("", "catalog.db", "warehouse", "warehouse/cloudtrail/events/data")) {
      Path denied = home().resolve(place);
      Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("rwx------"));
      try {
        for (List<String> command :
            List.of(
                List.of("query", COUNT), List.of("import", "in"), List.of("lake", "register"))) {
          Program.Ended ended = nobody(command.toArray(String[]::new));
          assertThat(ended.exit()).as("%s %s", place, command).isEqualTo(1);
          assertThat(ended.err())
              .as("%s %s", place, command)
              .contains("permission denied", "where: " + denied, "nothing is lost")
              .doesNotContain("Mount", "move it away");
        }
      } finally {
        Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  @Test
  void nothingIsMadeOrWrittenAmongTheFilesOfAnotherHome() throws IOException {
    List<String> before = contents(home());
    Path inside = home().resolve("warehouse/cloudtrail/events/data");
    Files.writeString(folder.resolve("inside.yaml"), "lake:\n  warehouse: " + inside + "\n");
    Path log = files(home(), ".parquet").get(0);
    for (List<String> command :
        List.of(
            List.of("--home", "second", "--config", "inside.yaml", "import", "in"),
            List.of("--home", inside.resolve("x").toString(), "import", "in"),
            List.of("--home", home().resolve("quarantine").toString(), "import", "in"))) {
      Program.Ended ended = trailhouse(command.toArray(String[]::new));
      assertThat(ended.exit()).as("%s", command).isEqualTo(1);
      assertThat(ended.err()).contains("lies in the ", "of another lake", "to do: ");
    }
    assertThat(trailhouse("--home", "second", "import", "in").exit()).isZero();
    for (List<String> command :
        List.of(
            List.of("query", "--parquet", home().resolve("catalog.db").toString(), "SELECT 1 a"),
            List.of("query", "--parquet", log.toString(), "SELECT 1 a"),
            List.of("export", inside.toString()))) {
      String[] words =
          Stream.concat(Stream.of("--home", "second"), command.stream()).toArray(String[]::new);
      Program.Ended ended = trailhouse(words);
      assertThat(ended.exit()).as("%s", command).isNotZero();
      assertThat(ended.err()).contains("nothing is written there", "of a lake");
    }
    assertThat(contents(home())).isEqualTo(before);
    assertThat(Contents.number(home(), COUNT)).isEqualTo(10);
  }

  @Test
  void theOwnLedgerIsNotWrittenOverWhereTheWarehouseIsNamedAnew() throws IOException {
    Files.writeString(folder.resolve("one.yaml"), "lake:\n  warehouse: " + folder + "/w1\n");
    Files.writeString(folder.resolve("two.yaml"), "lake:\n  warehouse: " + folder + "/w2\n");
    assertThat(trailhouse("--home", "h", "--config", "one.yaml", "import", "in").exit()).isZero();
    Path ledger = files(folder.resolve("w1/cloudtrail/log_files"), ".parquet").get(0);
    for (List<String> command :
        List.of(
            List.of("query", "--parquet", ledger.toString(), "SELECT 1 a"),
            List.of("query", "--parquet", folder.resolve("w1/x").toString(), "SELECT 1 a"),
            List.of("export", folder.resolve("w1/exported").toString()))) {
      String[] words =
          Stream.concat(Stream.of("--home", "h", "--config", "two.yaml"), command.stream())
              .toArray(String[]::new);
      Program.Ended ended = trailhouse(words);
      assertThat(ended.exit()).as("%s", command).isNotZero();
      assertThat(ended.err()).contains("nothing is written there");
    }
    assertThat(Contents.number(folder.resolve("h"), "SELECT count(origin) AS n FROM log_files"))
        .isEqualTo(1);
  }

  private static List<Path> files(Path below, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private Program.Ended nobody(String... words) throws IOException {
    Program.Ended ended = BadInputIT.Nobody.trailhouse(folder, words);
    BadInputIT.assertSpeaksToPeople(ended);
    return ended;
  }

  private static void writable(Path below, boolean writable) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      for (Path each : all.toList()) {
        String owner = writable ? "rwx" : "r-x";
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(owner + "r-xr-x"));
      }
    }
  }

  private static List<String> contents(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aSecondServeIsRefusedAndToldWhoTheFirstIs() throws Exception {
    config();
    try (Program.Running first = Program.startTrailhouse(folder, Map.of(), "serve")) {
      ServedTrail.url(first);
      Program.Ended second = trailhouse("serve");
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.err())
          .contains("another serve is at work on this home: process " + first.pid() + " since 20")
          .contains("to do: ");
      assertThat(Contents.number(home(), COUNT)).isEqualTo(10);
      first.kill();
    }
    try (Program.Running again = Program.startTrailhouse(folder, Map.of(), "serve")) {
      ServedTrail.url(again); // one that was killed stands in nobody's way
      again.interrupt();
      assertThat(again.end().exit()).isEqualTo(130);
    }
    assertThat(home().resolve("serve.lock")).isEmptyFile();
  }

  @Test
  void aHomeThatIsDeletedUnderServeIsToldAndNotMadeAgain() throws Exception {
    Files.writeString(config(), "upkeep: {every: 10s}\n", StandardOpenOption.APPEND);
    try (Program.Running serve = Program.startTrailhouse(folder, Map.of(), "serve");
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest health =
          HttpRequest.newBuilder(URI.create(ServedTrail.url(serve) + "/health"))
              .timeout(Duration.ofMinutes(1))
              .build();
      Files.move(home(), folder.resolve("away"));
      Await.until(() ->
          http.send(health, HttpResponse.BodyHandlers.ofString())
              .body()
              .contains("deleted, unmounted or replaced"));
      assertThat(home()).doesNotExist();
      Files.move(folder.resolve("away"), home());
      Await.until(() ->
          !http.send(health, HttpResponse.BodyHandlers.ofString())
              .body()
              .contains("deleted, unmounted or replaced"));
    }
    assertThat(Contents.number(home(), COUNT)).isEqualTo(10);
  }
}
