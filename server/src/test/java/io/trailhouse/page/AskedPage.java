package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.config.RulesSpec;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Finding.FoundEvent;
import io.trailhouse.finding.Level;
import io.trailhouse.fixture.Await;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.login.Caller;
import io.trailhouse.login.Role;
import io.trailhouse.pipeline.IngestMetrics;
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
import io.trailhouse.source.FolderSource;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      fill(folder.resolve("trail"));
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
        return sql.ask(text, started);
      } finally {
        beginning.decrementAndGet();
      }
    }

    @Override
    public long export(String text, Path file, Consumer<RunningQuery> started) {
      return sql.export(text, file, started);
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

  private void fill(Path trail) throws Exception {
    write(
        trail,
        "111122223333",
        record(0, "sts", "AssumeRole", alice(), assumed("444455556666", "a1")));
    write(
        trail,
        "444455556666",
        record(
            1,
            "sts",
            "AssumeRole",
            "{\"type\":\"AWSAccount\",\"principalId\":\"AIDAALICE\",\"accountId\":\"111122223333\"}",
            assumed("444455556666", "a1")),
        record(2, "s3", "GetObject", session(), bucket("false", "true")),
        record(
            3,
            "s3",
            "PutObject",
            session(),
            bucket("false", "false").replace("}]", "}],\"errorCode\":\"AccessDenied\"")),
        record(
            4,
            "ec2",
            "RunInstances",
            "{\"type\":\"AWSService\",\"invokedBy\":\"autoscaling.amazonaws.com\"}",
            "\"readOnly\":false,\"userAgent\":" + JSON.writeValueAsString(HOSTILE)));
    FolderSource source = new FolderSource(List.of(trail), platform.scratch());
    platform.pipeline(source, "test", new IngestMetrics()).run(1);
    find();
  }

  private void find() {
    FindingTable.open(platform.lake())
        .append(
            List.of(
                new Finding(
                    "ab".repeat(16),
                    "rule-a",
                    "v1",
                    "A bucket was read <b>",
                    Level.HIGH,
                    Instant.parse("2026-05-02T02:00:00Z"),
                    "444455556666",
                    "eu-west-1",
                    SESSION,
                    List.of(
                        new FoundEvent(
                            id(2),
                            Instant.parse("2026-05-02T02:00:00Z"),
                            "GetObject",
                            "{\"n\": 1.50, \"s\": \"a,]\"}"),
                        new FoundEvent(
                            id(3),
                            Instant.parse("2026-05-02T03:00:00Z"),
                            "PutObject",
                            "{\"n\":2}")))),
            finding -> Optional.empty(),
            NOW);
  }

  static String id(int number) {
    return "0000000%d-aaaa-bbbb-cccc-000000000000".formatted(number);
  }

  private static String record(
      int number, String service, String call, String identity, String more) {
    return """
    {"eventID":"%s","eventTime":"2026-05-02T0%d:00:00Z","eventSource":"%s.amazonaws.com",\
    "eventName":"%s","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.%d",\
    "recipientAccountId":"%s","eventCategory":"Management","userIdentity":%s,%s}\
    """
        .formatted(
            id(number),
            number,
            service,
            call,
            number,
            number == 0 ? "111122223333" : "444455556666",
            identity,
            more);
  }

  private static String alice() {
    return "{\"type\":\"IAMUser\",\"arn\":\""
        + ALICE
        + "\",\"userName\":\"alice\",\"accountId\":"
        + "\"111122223333\",\"accessKeyId\":\"AKIAALICE\"}";
  }

  private static String session() {
    return "{\"type\":\"AssumedRole\",\"arn\":\""
        + SESSION
        + "\",\"accountId\":\"444455556666\","
        + "\"principalId\":\"AROAADMIN:alice\",\"accessKeyId\":\"ASIASESSION\"}";
  }

  private static String assumed(String account, String shared) {
    return """
    "sharedEventID":"%s","readOnly":true,\
    "requestParameters":{"roleArn":"arn:aws:iam::%s:role/Admin"},\
    "responseElements":{"credentials":{"accessKeyId":"ASIASESSION"},\
    "assumedRoleUser":{"arn":"%s"}}\
    """
        .formatted(shared, account, SESSION);
  }

  private static String bucket(String truth, String readOnly) {
    return "\"readOnly\":"
        + readOnly
        + ",\"managementEvent\":"
        + truth
        + ",\"resources\":[{\"ARN\":\""
        + BUCKET
        + "\",\"type\":\"AWS::S3::Bucket\",\"accountId\":\"444455556666\"}]";
  }

  private static void write(Path trail, String account, String... records) throws IOException {
    Path day = trail.resolve("AWSLogs/" + account + "/CloudTrail/eu-west-1/2026/05/02");
    Files.createDirectories(day);
    Files.writeString(
        day.resolve(account + "_CloudTrail_eu-west-1_20260502T0505Z_AbCdEfGhIjKlMnOp.json"),
        "{\"Records\":[" + String.join(",", records) + "]}",
        StandardCharsets.UTF_8);
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
                new Trouble("no role", "make one"),
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
