package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.config.RulesSpec;
import io.trailhouse.fixture.Await;
import io.trailhouse.login.Caller;
import io.trailhouse.login.Role;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.LakeFiles;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.QueryEngine;
import io.trailhouse.query.QuerySettings;
import io.trailhouse.query.RunningQuery;
import io.trailhouse.query.Sql;
import io.trailhouse.services.SavedService;
import io.trailhouse.services.Services;
import io.trailhouse.status.RulesStatus;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.status.SourceStatus;
import io.trailhouse.status.Trouble;
import io.trailhouse.web.WebAnswer;
import io.trailhouse.web.WebRequest;
import io.trailhouse.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;

/// A small home with a story in it, its calls behind a real server, and a browser that asks them:
/// alice takes on a role in another account, reads a bucket and is refused once; a service writes.
final class AskedPage implements AutoCloseable {
  static final String ALICE = "arn:aws:iam::111122223333:user/alice";
  static final String SESSION = "arn:aws:sts::444455556666:assumed-role/Admin/alice";
  static final String BUCKET = "arn:aws:s3:::logs";
  static final String HOSTILE = "=cmd|' /C calc'!A0 <script>\u202e\u001b[2J\n,\"";
  static final Instant NOW = Instant.parse("2026-05-03T00:00:00Z");
  static final ObjectMapper JSON = new ObjectMapper();

  private final Platform platform;
  final Services services;
  final AtomicInteger beginning = new AtomicInteger();

  /// Hears of each statement before it runs.
  volatile Consumer<String> hearing = text -> {};

  final List<Audit.Line> audited = new CopyOnWriteArrayList<>();
  final Path home;
  private final WebServer server;
  private final HttpClient browser = HttpClient.newHttpClient();
  final Tickets tickets;
  private final Map<String, PageCall.For> calls;
  volatile Caller caller = new Caller("ann", Role.ANALYST);
  volatile Instant now = NOW;

  AskedPage(Path folder, boolean empty) throws Exception {
    this.home = folder.resolve("home");
    platform = Platform.open(home);
    if (!empty) {
      new AskedStory(platform).fill(folder.resolve("trail"));
    }
    InstantSource clock = () -> now;
    services = new Services(platform.lake(), clock, () -> new Watched(engine()));
    PageCalls all =
        new PageCalls(
            new PageHome(
                services,
                services,
                new SavedService(home, clock),
                RulesSpec.NONE,
                by -> by.coverage(platform.digests(), platform.fetched()),
                false,
                AskedPage::status,
                audited::add,
                platform.scratch(),
                clock));
    calls = all.all(new PageDoor.Server("1.0", "home", "token"));
    tickets = all.tickets();
    server =
        WebServer.start(
            new WebServer.Place("127.0.0.1", 0, List.of(), null), List.of(this::answer));
  }

  private QueryEngine engine() {
    return QueryEngine.open(
        new LakeFiles(platform.lake()),
        QuerySettings.of(home.resolve("tmp").resolve("sql"), List.of(home.resolve("warehouse")))
            .memory(256L << 20));
  }

  /// Knows how many statements have not begun to answer.
  private final class Watched implements Sql {
    private final Sql sql;

    Watched(Sql sql) {
      this.sql = sql;
    }

    @Override
    public QueryAnswer ask(String text, Consumer<RunningQuery> started) {
      beginning.incrementAndGet();
      try {
        hearing.accept(text);
        return sql.ask(text, started);
      } finally {
        beginning.decrementAndGet();
      }
    }

    @Override
    public long export(String text, Path file, Consumer<RunningQuery> started) {
      beginning.incrementAndGet();
      try {
        return sql.export(text, file, started);
      } finally {
        beginning.decrementAndGet();
      }
    }

    @Override
    public Schema schema() {
      return sql.schema();
    }

    @Override
    public void close() {
      sql.close();
    }
  }

  private boolean answer(WebRequest request, WebAnswer answer) throws IOException {
    String name = request.path().substring("/page/".length());
    try {
      if (request.method().equals("GET")) {
        tickets.answer(name, caller, request, answer);
      } else {
        JsonNode body = JSON.readTree(request.body(1 << 20));
        calls.get(name).call().answer(new Asked(body, caller, request), answer);
      }
    } catch (RuntimeException e) {
      PageProblem.of(e).send(answer);
    }
    return true;
  }

  /// The first line of the audit about a question; it comes right behind the answer.
  Audit.Line line(String call, String text) throws InterruptedException {
    List<Audit.Line> found = new ArrayList<>();
    Await.until(() -> {
      audited.stream()
          .filter(each -> each.call().equals(call) && each.text().contains(text))
          .forEach(found::add);
      return !found.isEmpty();
    });
    return found.getFirst();
  }

  /// As each test finds it: ann asks, an analyst, and nobody has asked before.
  void beginAnew() {
    audited.clear();
    hearing = text -> {};
    caller = new Caller("ann", Role.ANALYST);
    now = NOW;
  }

  Role needed(String call) {
    return calls.get(call).needed();
  }

  List<String> names() {
    return List.copyOf(calls.keySet());
  }

  String url() {
    return server.url();
  }

  HttpResponse<String> post(String call, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(url() + "/page/" + call))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url() + path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return browser.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The answer to a question that must be answered.
  JsonNode ask(String call, String body) throws IOException {
    return JSON.readTree(answered(call, body));
  }

  private String answered(String call, String body) {
    HttpResponse<String> answer = post(call, body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /// The lines of a stream.
  List<JsonNode> lines(String call, String body) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : answered(call, body).split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  /// The rows of a stream that ended as it should.
  List<JsonNode> rows(String call, String body) throws IOException {
    List<JsonNode> lines = lines(call, body);
    if (!lines.getLast().has("end")) {
      throw new AssertionError(lines.getLast());
    }
    return lines.stream().filter(JsonNode::isArray).toList();
  }

  /// What is told of a question that is refused, in time with this status or late behind blanks.
  JsonNode problem(int status, String call, String body) throws IOException {
    HttpResponse<String> answer = post(call, body);
    JsonNode problem = JSON.readTree(answer.body()).path("problem");
    boolean late = answer.statusCode() == 200 && answer.body().startsWith("\n");
    if (late ? status(problem) != status : answer.statusCode() != status) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return problem;
  }

  private static int status(JsonNode problem) {
    Code code = Code.valueOf(problem.path("code").asText());
    return PageProblem.of(new TrailhouseException(code, "", "", "")).status();
  }

  static String id(int number) {
    return "0000000%d-aaaa-bbbb-cccc-000000000000".formatted(number);
  }

  private static ServeStatus status() {
    return new ServeStatus(
        "1.0",
        "/home",
        NOW,
        "3:0",
        List.of(
            new SourceStatus(
                "org",
                "queue",
                "REFUSED",
                new Trouble("no role", "role/reader", "make one"),
                NOW,
                Map.of(),
                Map.of(),
                null)),
        List.of(),
        RulesStatus.NONE,
        new ServeStatus.UpkeepStatus(null, null, 3),
        List.of(),
        List.of());
  }

  @Override
  public void close() {
    server.close();
    browser.close();
    services.close();
    platform.close();
  }
}
