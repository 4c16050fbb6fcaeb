package io.trailhouse.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Stands for STS, Organizations, Account Management and CloudTrail's ListPublicKeys and
/// LookupEvents on loopback. Every request must be signed rightly, for the right service, by a key
/// that is known: the one of [AwsDoubles], or one that AssumeRole gave out and that is not over
/// yet.
///
/// Forms: the services' API references; errors have the codes that the SDK knows.
public final class AccountsDouble implements AutoCloseable {
  /// The account that the key of [AwsDoubles] belongs to.
  public static final String OWN_ACCOUNT = "111122223333";

  private static final int PAGE = 2;

  private final HttpServer server;
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Map<String, String> roleOfKey = new ConcurrentHashMap<>();
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();
  private final SignatureCheck signatures = new SignatureCheck(this::secret);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final List<String> accounts;
  private final Set<String> refusing = ConcurrentHashMap.newKeySet();
  private final String externalId;
  private final String keysJson;
  private volatile List<String> enabled = List.of("us-east-1", "eu-south-2");
  private volatile HistoryDouble history = new HistoryDouble(1);

  /// @param accounts of the organization, as `id:STATUS`
  /// @param externalId that every role asks for
  /// @param keysJson the answer of ListPublicKeys
  public AccountsDouble(List<String> accounts, String externalId, String keysJson)
      throws IOException {
    this.accounts = List.copyOf(accounts);
    this.externalId = externalId;
    this.keysJson = keysJson;
    secrets.put(AwsDoubles.ACCESS_KEY, AwsDoubles.SECRET);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  /// The Regions that are enabled in each account; two of them without this. One is always there
  /// that is not enabled.
  public AccountsDouble enabled(List<String> regions) {
    enabled = List.copyOf(regions);
    return this;
  }

  private String regions() {
    StringBuilder json =
        new StringBuilder(
            "{\"Regions\":[{\"RegionName\":\"ap-east-1\",\"RegionOptStatus\":\"DISABLED\"}");
    for (String region : enabled) {
      String how = region.equals("us-east-1") ? "ENABLED_BY_DEFAULT" : "ENABLED";
      json.append(",{\"RegionName\":\"%s\",\"RegionOptStatus\":\"%s\"}".formatted(region, how));
    }
    return json.append("]}").toString();
  }

  /// What LookupEvents answers from.
  public AccountsDouble with(HistoryDouble events) {
    history = events;
    return this;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Roles of this account can no longer be assumed.
  public void refuse(String account) {
    refusing.add(account);
  }

  /// What was asked, in order: operation, and the role or the key's role.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private @Nullable String secret(String key) {
    Instant end = ends.get(key);
    return end != null && end.isBefore(Instant.now()) ? null : secrets.get(key);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      SignatureCheck.Signed signed = signatures.check(exchange, body, Instant.now());
      if (signed.error() != null) {
        fail(exchange, signed, signed.error());
        return;
      }
      String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      String text = new String(body, StandardCharsets.UTF_8);
      String who = roleOfKey.getOrDefault(signed.accessKey(), "own");
      if (signed.service().equals("sts")) {
        sts(exchange, signed, form(text));
      } else if (target.endsWith(".ListAccounts") && signed.service().equals("organizations")) {
        asked.add("ListAccounts " + who);
        send(exchange, 200, "application/x-amz-json-1.1", page(text));
      } else if (target.endsWith(".LookupEvents") && signed.service().equals("cloudtrail")) {
        lookUp(exchange, signed, text);
      } else if (target.endsWith(".ListPublicKeys") && signed.service().equals("cloudtrail")) {
        asked.add("ListPublicKeys " + signed.region());
        send(exchange, 200, "application/x-amz-json-1.1", keysJson);
      } else if (exchange.getRequestURI().getPath().equals("/listRegions")
          && signed.service().equals("account")) {
        asked.add("ListRegions " + who);
        send(exchange, 200, "application/json", regions());
      } else {
        fail(exchange, signed, "UnknownOperationException");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private void lookUp(HttpExchange exchange, SignatureCheck.Signed signed, String text)
      throws IOException {
    String role = roleOfKey.get(signed.accessKey());
    String account = role == null ? OWN_ACCOUNT : role.split(":", -1)[4];
    HistoryDouble.Answer answer = history.answer(account, signed.region(), text);
    if (answer.status() == 0) {
      return; // the connection breaks
    }
    send(exchange, answer.status(), "application/x-amz-json-1.1", answer.body());
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  private void sts(HttpExchange exchange, SignatureCheck.Signed signed, Map<String, String> form)
      throws IOException {
    if ("GetCallerIdentity".equals(form.get("Action"))) {
      identity(exchange, signed);
      return;
    }
    String role = String.valueOf(form.get("RoleArn"));
    asked.add(form.get("Action") + " " + role);
    boolean refused = refusing.stream().anyMatch(account -> role.contains(":" + account + ":"));
    if (!"AssumeRole".equals(form.get("Action"))
        || refused
        || !externalId.equals(form.get("ExternalId"))) {
      fail(exchange, signed, "AccessDenied");
      return;
    }
    String key = "ASIA%016d".formatted(keys.incrementAndGet());
    Instant end =
        Instant.now().plus(Duration.ofSeconds(Long.parseLong(form.get("DurationSeconds"))));
    secrets.put(key, "secret-of-" + key);
    ends.put(key, end);
    roleOfKey.put(key, role);
    send(
        exchange,
        200,
        "text/xml",
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>\
        <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>secret-of-%s</SecretAccessKey>\
        <SessionToken>token</SessionToken><Expiration>%s</Expiration></Credentials>\
        <AssumedRoleUser><Arn>%s</Arn><AssumedRoleId>AROA:trailhouse</AssumedRoleId></AssumedRoleUser>\
        </AssumeRoleResult></AssumeRoleResponse>\
        """
            .formatted(key, key, end, role));
  }

  private void identity(HttpExchange exchange, SignatureCheck.Signed signed) throws IOException {
    String role = roleOfKey.get(signed.accessKey());
    send(
        exchange,
        200,
        "text/xml",
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
        <GetCallerIdentityResult><Arn>arn:aws:iam::%s:user/own</Arn><UserId>AIDA</UserId>\
        <Account>%s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>\
        """
            .formatted(OWN_ACCOUNT, role == null ? OWN_ACCOUNT : role.split(":", -1)[4]));
  }

  /// Two accounts a page; the token is how many were told.
  private String page(String request) {
    int from = request.contains("NextToken") ? Integer.parseInt(request.replaceAll("\\D", "")) : 0;
    int to = Math.min(accounts.size(), from + PAGE);
    StringBuilder json = new StringBuilder("{\"Accounts\":[");
    for (String account : accounts.subList(from, to)) {
      String[] parts = account.split(":", -1);
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
          .append("{\"Id\":\"%s\",\"Status\":\"%s\",\"Name\":\"n\"}".formatted(parts[0], parts[1]));
    }
    json.append("]");
    if (to < accounts.size()) {
      json.append(",\"NextToken\":\"").append(to).append('"');
    }
    return json.append("}").toString();
  }

  private static void fail(HttpExchange exchange, SignatureCheck.Signed signed, String code)
      throws IOException {
    if (signed.service().equals("sts")) {
      send(
          exchange,
          403,
          "text/xml",
          "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>refused</Message></Error></ErrorResponse>"
              .formatted(code));
    } else {
      send(
          exchange,
          400,
          "application/x-amz-json-1.1",
          "{\"__type\":\"%s\",\"Message\":\"refused\"}".formatted(code));
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /// The accounts that asked for anything, by the roles they had.
  public Set<String> roles() {
    return new TreeSet<>(roleOfKey.values());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
