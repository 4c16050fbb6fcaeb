package io.trailhouse.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.config.ConfigFile;
import io.trailhouse.login.Gatekeeper;
import io.trailhouse.login.KeyFile;
import io.trailhouse.login.Links;
import io.trailhouse.login.Passwords;
import io.trailhouse.login.Role;
import io.trailhouse.login.Users;
import io.trailhouse.services.SavedService;
import io.trailhouse.services.Services;
import io.trailhouse.web.AddressSet;
import io.trailhouse.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may ask, and what no other page can do: clauses P2 and P3 of docs/spec/page.md.
class PageDoorTest {
  private static final String ALICE = "correct horse battery";
  private static String kept = "";

  @TempDir private Path home;
  private Instant now = Instant.parse("2026-05-01T08:00:00Z");
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<WebServer> servers = new ArrayList<>();

  @BeforeAll
  static void keepAPasswordOnce() {
    kept = Passwords.kept(ALICE.toCharArray());
  }

  @AfterEach
  void stop() {
    servers.forEach(WebServer::close);
  }

  /// A server with one question for each role, which answer who asked.
  private record Running(WebServer server, Gatekeeper gate) {
    URI at(String path) {
      return URI.create(server.url() + path);
    }
  }

  private Running start(Gatekeeper.Ways ways) {
    Gatekeeper gate = new Gatekeeper(ways, KeyFile.of(home), () -> now);
    PageCall who =
        (asked, answer) ->
            answer.send(200, "application/json", "\"" + asked.caller().user() + "\"");
    PageDoor door =
        new PageDoor(
            gate,
            Map.of(
                "ask", new PageCall.For(Role.READ, who),
                "change", new PageCall.For(Role.ANALYST, who)),
            new Tickets(noHome()));
    WebServer server =
        WebServer.start(new WebServer.Place("127.0.0.1", 0, List.of(), null), List.of(door));
    servers.add(server);
    return new Running(server, gate);
  }

  /// For tickets that nobody asks for.
  private PageHome noHome() {
    Services none =
        new Services(
            null,
            () -> now,
            () -> {
              throw new AssertionError("nobody asks");
            });
    return new PageHome(
        none,
        none,
        new SavedService(home, () -> now),
        ConfigFile.defaults().rules(),
        each -> each.coverage(null, null),
        false,
        () -> {
          throw new AssertionError("nobody asks");
        },
        line -> {},
        home,
        () -> now);
  }

  private Running start() {
    return start(new Gatekeeper.Ways(null, null, "me"));
  }

  private Running startWithUsers(String lines) throws IOException {
    Path file = Files.writeString(home.resolve("users"), lines);
    return start(new Gatekeeper.Ways(Users.in(file), null, "me"));
  }

  private HttpResponse<String> get(URI at, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(at);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(
      Running running, String name, String body, @Nullable String cookie, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(running.at("/page/" + name))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .setHeader("Content-Type", "application/json")
            .setHeader("X-Trailhouse", "page");
    if (cookie != null) {
      request.setHeader("Cookie", cookie);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String cookie(HttpResponse<String> answer) {
    String line = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return line.substring(0, line.indexOf(';'));
  }

  private String opened(Running running) throws Exception {
    return cookie(get(running.at(running.gate().firstLink())));
  }

  // ---- links
  // -------------------------------------------------------------------------------------

  @Test
  void aLinkOpensOnceAndTheCookieIsNobodyElses() throws Exception {
    Running running = start();
    String link = running.gate().firstLink();
    assertThat(ask(running, "ask", "{}", null).statusCode()).isEqualTo(401);

    HttpResponse<String> first = get(running.at(link));
    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location")).contains("/");
    assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("; Path=/; ", "; HttpOnly", "; SameSite=Strict", "Max-Age=43200")
        .startsWith("trailhouse-");
    HttpResponse<String> second = get(running.at(link));
    assertThat(second.statusCode()).isEqualTo(403);
    assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();

    assertThat(ask(running, "change", "{}", cookie(first)).body()).isEqualTo("\"me\"");
  }

  @Test
  void aLinkOfTheCommandIsGoodForTenMinutesOnceAndInThisServerOnly() throws Exception {
    Running running = start();
    KeyFile key = KeyFile.of(home);
    String link = Links.path(key, () -> now);
    String late = Links.path(key, () -> now);
    String early = Links.path(key, () -> now.minusSeconds(1));
    String future = Links.path(key, () -> now.plus(Links.LIFE).plusSeconds(1));
    String foreign = Links.path(KeyFile.ofThisProcess(), () -> now);

    assertThat(get(running.at(link)).statusCode()).isEqualTo(303);
    assertThat(get(running.at(link)).statusCode()).isEqualTo(403);
    assertThat(get(running.at(early)).statusCode()).as("before this server").isEqualTo(403);
    assertThat(get(running.at(future)).statusCode()).isEqualTo(403);
    assertThat(get(running.at(foreign)).statusCode()).isEqualTo(403);
    assertThat(get(running.at("/open")).statusCode()).isEqualTo(403);
    assertThat(get(running.at("/open?token=a.b.c")).statusCode()).isEqualTo(403);
    now = now.plus(Links.LIFE);
    assertThat(get(running.at(late)).statusCode()).as("too old").isEqualTo(403);
  }

  @Test
  void aSessionOutlivesARestartAndEndsAfterTwelveHours() throws Exception {
    String cookie = opened(start());
    Running again = start();
    String sameName = again.server().url().replaceFirst(".*:", "trailhouse-");
    String moved = cookie.replaceFirst("^[^=]*", sameName);
    assertThat(ask(again, "ask", "{}", moved).statusCode()).isEqualTo(200);
    assertThat(ask(again, "ask", "{}", moved.replaceFirst("=.", "=A")).statusCode()).isEqualTo(401);
    now = now.plus(Duration.ofHours(12));
    assertThat(ask(again, "ask", "{}", moved).statusCode()).isEqualTo(401);
  }

  @Test
  void aNewKeyEndsAllSessions() throws Exception {
    String cookie = opened(start());
    Files.delete(home.resolve("page/key"));
    Running again = start();
    String moved =
        cookie.replaceFirst("^[^=]*", again.server().url().replaceFirst(".*:", "trailhouse-"));
    assertThat(ask(again, "ask", "{}", moved).statusCode()).isEqualTo(401);
  }

  // ---- users
  // -------------------------------------------------------------------------------------

  @Test
  void aUserLogsInAndMayWhatTheRoleMay() throws Exception {
    Running running = startWithUsers("# people\nalice:read:" + kept + "\n");
    assertThat(get(running.at("/search")).headers().firstValue("Location")).contains("/login");
    String body = "{\"user\":\"alice\",\"password\":\"" + ALICE + "\"}";
    HttpResponse<String> in = ask(running, "login", body, null);
    assertThat(in.statusCode()).isEqualTo(200);
    String cookie = cookie(in);
    assertThat(get(running.at("/search"), "Cookie", cookie).statusCode()).isEqualTo(200);
    assertThat(ask(running, "ask", "{}", cookie).body()).isEqualTo("\"alice\"");
    HttpResponse<String> beyond = ask(running, "change", "{}", cookie);
    assertThat(beyond.statusCode()).isEqualTo(403);
    assertThat(beyond.body()).contains("role read");

    Files.writeString(home.resolve("users"), "alice:analyst:" + kept + "\n");
    assertThat(ask(running, "ask", "{}", cookie).statusCode())
        .as("the user's line has changed")
        .isEqualTo(401);
    String analyst = cookie(ask(running, "login", body, null));
    assertThat(ask(running, "change", "{}", analyst).statusCode()).isEqualTo(200);
    Files.writeString(home.resolve("users"), "nonsense\n");
    assertThat(ask(running, "ask", "{}", analyst).statusCode()).isEqualTo(401);
    assertThat(cookieAfterLogout(running, analyst)).endsWith("=");
  }

  private String cookieAfterLogout(Running running, String cookie) throws Exception {
    return cookie(ask(running, "logout", "{}", cookie));
  }

  @Test
  void wrongPasswordsAreNamedNobodysFaultAndBounded() throws Exception {
    Running running = startWithUsers("alice:read:" + kept + "\nbob:admin:-\n");
    String unknown = ask(running, "login", "{\"user\":\"eve\",\"password\":\"x\"}", null).body();
    String wrong = ask(running, "login", "{\"user\":\"alice\",\"password\":\"x\"}", null).body();
    assertThat(wrong).isEqualTo(unknown).contains("do not fit");
    assertThat(ask(running, "login", "{\"user\":\"bob\",\"password\":\"-\"}", null).statusCode())
        .as("whom only a proxy vouches for")
        .isEqualTo(401);
    assertThat(ask(running, "login", "{\"user\":\"bob\",\"password\":\"\"}", null).statusCode())
        .isEqualTo(401);
    String body = "{\"user\":\"alice\",\"password\":\"" + ALICE + "\"}";
    for (int i = 1; i < 10; i++) {
      ask(running, "login", "{\"user\":\"alice\",\"password\":\"x\"}", null);
    }
    assertThat(ask(running, "login", body, null).statusCode()).isEqualTo(429);
    now = now.plus(Duration.ofMinutes(6));
    assertThat(ask(running, "login", body, null).statusCode()).isEqualTo(200);
  }

  // ---- a proxy
  // -----------------------------------------------------------------------------------

  @Test
  void onlyANamedProxyIsBelieved() throws Exception {
    Path users = Files.writeString(home.resolve("users"), "carol:analyst:-\n");
    Gatekeeper.Proxy named = new Gatekeeper.Proxy("X-User", new AddressSet(List.of("127.0.0.0/8")));
    Running here = start(new Gatekeeper.Ways(Users.in(users), named, "me"));
    assertThat(ask(here, "change", "{}", null, "X-User", "carol").body()).isEqualTo("\"carol\"");
    assertThat(ask(here, "change", "{}", null, "X-User", "dave").statusCode()).isEqualTo(403);
    assertThat(ask(here, "ask", "{}", null, "X-User", "dave").body()).isEqualTo("\"dave\"");
    assertThat(ask(here, "ask", "{}", null).statusCode()).isEqualTo(401);
    assertThat(ask(here, "ask", "{}", null, "X-User", "a b").statusCode()).isEqualTo(401);

    Gatekeeper.Proxy other = new Gatekeeper.Proxy("X-User", new AddressSet(List.of("10.0.0.0/8")));
    Running elsewhere = start(new Gatekeeper.Ways(Users.in(users), other, "me"));
    assertThat(ask(elsewhere, "ask", "{}", null, "X-User", "carol").statusCode()).isEqualTo(401);
  }

  // ---- other pages
  // -------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "Origin, http://attacker.example",
    "Origin, null",
    "Origin, https://127.0.0.1",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "X-Trailhouse, other"
  })
  void whatAnotherPageSendsIsRefused(String header, String value) throws Exception {
    Running running = start();
    String cookie = opened(running);
    assertThat(ask(running, "ask", "{}", cookie, header, value).statusCode()).isEqualTo(403);
  }

  @Test
  void whatThisPageSendsIsTaken() throws Exception {
    Running running = start();
    String cookie = opened(running);
    String origin = running.server().url();
    assertThat(
            ask(running, "ask", "{}", cookie, "Origin", origin, "Sec-Fetch-Site", "same-origin")
                .statusCode())
        .isEqualTo(200);
    assertThat(get(running.at("/page/ask"), "Cookie", cookie, "X-Trailhouse", "page").statusCode())
        .as("data is asked with POST")
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{", "1", "{} {"})
  void aQuestionIsOneObject(String body) throws Exception {
    Running running = start();
    HttpResponse<String> answer = ask(running, "ask", body, opened(running));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"problem\":{").contains("JSON object");
  }

  @Test
  void whatIsNoJsonOrTooLargeIsRefused() throws Exception {
    Running running = start();
    String cookie = opened(running);
    assertThat(ask(running, "ask", "{}", cookie, "Content-Type", "text/plain").statusCode())
        .isEqualTo(400);
    String large = "{\"q\":\"" + "x".repeat(1 << 20) + "\"}";
    assertThat(ask(running, "ask", large, cookie).statusCode()).isEqualTo(413);
    assertThat(ask(running, "nothing", "{}", cookie).statusCode()).isEqualTo(404);
  }

  // ---- the page itself
  // ---------------------------------------------------------------------------

  @Test
  void thePageIsServedWithAPolicyThatLetsNothingIn() throws Exception {
    Running running = start();
    HttpResponse<String> page = get(running.at("/event/abc"));
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self';", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "*", "http");
    String nonce = policy.replaceFirst("(?s).*'nonce-([^']+)'.*", "$1");
    assertThat(page.body()).contains(nonce).doesNotContain("{{");
    assertThat(get(running.at("/")).headers().firstValue("Content-Security-Policy").orElseThrow())
        .as("another nonce for each answer")
        .isNotEqualTo(policy);
    assertThat(page.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");

    String script = page.body().replaceFirst("(?s).*src=\"(/assets/[^\"]+)\".*", "$1");
    HttpResponse<String> asset = get(running.at(script));
    assertThat(asset.statusCode()).isEqualTo(200);
    assertThat(asset.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/javascript");
    assertThat(asset.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    assertThat(get(running.at(script.replaceFirst("/assets/[^/]+", "/assets/other"))).statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/", "/page/", "/assets/../x", "/nothing", "/page/ask", "/event/"})
  void thereIsNothingElse(String path) throws Exception {
    assertThat(get(start().at(path)).statusCode()).isIn(400, 404);
  }
}
