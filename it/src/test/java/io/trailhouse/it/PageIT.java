package io.trailhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trailhouse.fixture.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
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
/// built-in rules: docs/spec/page.md. What is asked of it stands in server/page/test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
  private static final Path PAGE = Program.checkout().resolve("server/page");
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Pattern FOUND = Pattern.compile("\"findings\" : ([1-9]\\d*)");

  private Path folder = Path.of("");
  private Program.@Nullable Running serve;

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
    Program.Ended demo = Program.trailhouse(folder, "--home", "home", "demo");
    assertThat(demo.exit()).as(demo.err()).isZero();
    Await.until(() -> FOUND.matcher(status(url)).find());
  }

  private static String status(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/status")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @AfterAll
  void stop() {
    if (serve != null) {
      serve.close();
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
    Program.Ended ended =
        Program.run(
            PAGE,
            Map.of("PAGE_URL", place.group(1), "PAGE_LINK", link),
            List.of("node", "--test", "--test-timeout=240000", "test/" + test));
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
  }
}
