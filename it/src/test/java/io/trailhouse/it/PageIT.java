package io.trailhouse.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trailhouse.fixture.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The page as people see it, in a real browser, over the demo's home under a `serve` with the
/// built-in rules, and over one with a file of users: docs/spec/page.md. What is asked of them
/// stands in server/page/test. Both homes have the hostile events of server/page/mock.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
  private static final Path PAGE = Program.checkout().resolve("server/page");
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Pattern FOUND = Pattern.compile("\"findings\" : ([1-9]\\d*)");

  private Path folder = Path.of("");
  private Program.@Nullable Running serve;
  private Program.@Nullable Running withUsers;

  @BeforeAll
  void serveTheDemo(@TempDir Path made) throws Exception {
    folder = made;
    assumeTrue(
        Files.isDirectory(PAGE.resolve("node_modules")) && Files.isExecutable(CHROMIUM),
        "needs node, Debian's chromium, and `npm ci` in server/page");
    Files.writeString(
        folder.resolve("trailhouse.yaml"),
        "rules: [builtin]\ncommit: {every: 1s}\nserver: {listen: '127.0.0.1:0'}\n");
    serve = Program.startTrailhouse(folder, Map.of(), "serve", "--home", "home");
    String url = ServedTrail.url(serve);
    done(Program.trailhouse(folder, "--home", "home", "demo"));
    Path hostile = folder.resolve("hostile.json");
    Files.writeString(
        hostile, done(Program.run(PAGE, Map.of(), List.of("node", "hostile.mjs"))).out());
    done(Program.trailhouse(folder, "--home", "home", "import", hostile.toString()));
    serveUsers(hostile);
    Await.until(() -> FOUND.matcher(status(url)).find());
  }

  private void serveUsers(Path hostile) throws Exception {
    Path users = Files.createDirectory(folder.resolve("users"));
    for (String role : List.of("read", "analyst")) {
      String name = role.equals("read") ? "reader" : role;
      done(
          Program.run(
              users,
              Map.of(),
              List.of(
                  "sh",
                  "-c",
                  "echo %1$s%1$s%1$s | '%2$s' page user %1$s --role %3$s >> users"
                      .formatted(name, Program.app().resolve("trailhouse"), role))));
    }
    Files.writeString(
        users.resolve("trailhouse.yaml"), "server: {listen: '127.0.0.1:0', users: users}\n");
    withUsers = Program.startTrailhouse(users, Map.of(), "serve", "--home", "home");
    ServedTrail.url(withUsers);
    done(Program.trailhouse(users, "--home", "home", "import", hostile.toString()));
  }

  private static Program.Ended done(Program.Ended ended) {
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    return ended;
  }

  private static String status(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/status")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @AfterAll
  void stop() {
    for (Program.Running running : Arrays.asList(serve, withUsers)) {
      if (running != null) {
        running.close();
      }
    }
  }

  static Stream<String> tests() throws Exception {
    try (Stream<Path> files = Files.list(PAGE.resolve("test"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.mjs"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("tests")
  void whatABrowserShowsIsRight(String test) throws Exception {
    String link = Program.trailhouse(folder, "page", "--home", "home").out().strip();
    Matcher place = Pattern.compile("(http://[^/]+)/open\\?token=.+").matcher(link);
    assertThat(place.matches()).as(link).isTrue();
    String query =
        "[\"%s\",\"--home\",\"%s\",\"query\",\"--json\",\"-\"]"
            .formatted(Program.app().resolve("trailhouse"), folder.resolve("home"));
    done(
        Program.run(
            PAGE,
            Map.of(
                "PAGE_URL",
                place.group(1),
                "PAGE_LINK",
                link,
                "PAGE_USERS_URL",
                ServedTrail.url(requireNonNull(withUsers)),
                "PAGE_QUERY",
                query),
            List.of("node", "--test", "--test-timeout=540000", "test/" + test)));
  }
}
