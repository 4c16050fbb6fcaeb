package io.trailhouse.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.login.Caller;
import io.trailhouse.login.Gatekeeper;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.web.Door;
import io.trailhouse.web.WebAnswer;
import io.trailhouse.web.WebRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// Answers a browser: the page itself, how a session begins and ends, and the page's questions.
public final class PageDoor implements Door {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MOST = 1 << 20; // bytes of a body
  static final String QUESTIONS = "/page/";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-NONCE'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none';"
          + " base-uri 'none'; require-trusted-types-for 'script'";
  private static final Pattern SCREEN =
      Pattern.compile(
          "/|/(search|event|who|sql|dashboards|findings|coverage|sources|saved)"
              + "|/(event|dashboards|findings)/[^/]{1,200}");
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final Gatekeeper gate;
  private final Map<String, PageCall.For> calls;
  private final Tickets tickets;
  private final Assets assets = Assets.load();
  private final SecureRandom random = new SecureRandom();

  /// What `me` says of this server.
  ///
  /// @param version of the program
  /// @param home for people
  /// @param login what somebody without a session can do
  public record Server(String version, String home, String login) {}

  public PageDoor(Gatekeeper gate, PageCalls calls, Server server) {
    this(gate, calls.all(server), calls.tickets());
  }

  /// @param calls by their names
  PageDoor(Gatekeeper gate, Map<String, PageCall.For> calls, Tickets tickets) {
    this.gate = gate;
    this.calls = Map.copyOf(calls);
    this.tickets = tickets;
  }

  @Override
  public boolean answer(WebRequest request, WebAnswer answer) throws IOException {
    String path = request.path();
    boolean reads = READING.contains(request.method());
    if (reads && assets.send(path, answer)) {
      return true;
    }
    if (reads && SCREEN.matcher(path).matches()) {
      screen(request, answer);
    } else if (reads && path.equals("/login")) {
      html("login.html", answer);
    } else if (reads && path.equals("/open")) {
      open(request, answer);
    } else if (path.startsWith(QUESTIONS) && request.method().equals("POST")) {
      question(path.substring(QUESTIONS.length()), request, answer);
    } else if (path.startsWith(QUESTIONS) && request.method().equals("GET")) {
      download(path.substring(QUESTIONS.length()), request, answer);
    } else {
      return false;
    }
    return true;
  }

  /// Somebody without a session sees how to get one: the page says so itself, but who has a
  /// password is asked for it.
  private void screen(WebRequest request, WebAnswer answer) throws IOException {
    if (gate.ways().login().equals("users") && gate.caller(request) == null) {
      answer.redirect("/login");
    } else {
      html("index.html", answer);
    }
  }

  private void html(String name, WebAnswer answer) throws IOException {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    answer.header("Content-Security-Policy", POLICY.replace("NONCE", nonce));
    String text =
        assets.html(name).replace("{{assets}}", assets.place()).replace("{{nonce}}", nonce);
    answer.send(200, "text/html; charset=utf-8", text);
  }

  private void open(WebRequest request, WebAnswer answer) throws IOException {
    if (gate.open(request.parameter("token"), request, answer)) {
      answer.redirect("/");
    } else {
      answer.send(
          403,
          "text/plain; charset=utf-8",
          "This link was used already, or is too old. trailhouse page prints another one.\n");
    }
  }

  /// A browser asks for it as for a page, without the header of the page's own questions.
  private void download(String ticket, WebRequest request, WebAnswer answer) throws IOException {
    Caller caller = gate.caller(request);
    if (caller == null || !gate.isFromHere(request)) {
      answer.send(404, "text/plain", "There is no such download.\n");
      return;
    }
    try {
      tickets.answer(ticket, caller, request, answer);
    } catch (TrailhouseException e) {
      PageProblem.of(e).send(answer);
    }
  }

  private void question(String name, WebRequest request, WebAnswer answer) throws IOException {
    try {
      if (!gate.isFromHere(request) || !"page".equals(request.header("X-Trailhouse"))) {
        throw new Refusal(403, "this was not asked by the page", "Open the page itself");
      }
      switch (name) {
        case "login" -> login(body(request), request, answer);
        case "logout" -> {
          gate.logout(request, answer);
          answer.send(200, "application/json", "{}");
        }
        default -> call(name, request, answer);
      }
    } catch (Refusal e) {
      new PageProblem(e.status, e.told).send(answer);
    } catch (WebRequest.TooLargeException | RuntimeException e) {
      if (answer.hasBegun()) {
        throw e;
      }
      PageProblem.of(e).send(answer);
    }
  }

  private void call(String name, WebRequest request, WebAnswer answer) throws IOException, Refusal {
    PageCall.For found = calls.get(name);
    if (found == null) {
      throw new Refusal(404, "there is no such question", "Load the page again");
    }
    Caller caller = gate.caller(request);
    if (caller == null) {
      throw new Refusal(401, "nobody knows who you are", remedy());
    }
    if (!caller.role().may(found.needed())) {
      throw new Refusal(
          403,
          "this is not for the role " + caller.role().word(),
          "Ask somebody who may, or to be given the role in the file of users");
    }
    found.call().answer(new Asked(body(request), caller, request), answer);
  }

  private String remedy() {
    return switch (gate.ways().login()) {
      case "users" -> "Log in";
      case "proxy" -> "Come by the proxy that knows you";
      default -> "Open the link that serve printed, or a new one: trailhouse page";
    };
  }

  private static JsonNode body(WebRequest request) throws IOException, Refusal {
    String type = Objects.requireNonNullElse(request.header("Content-Type"), "");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new Refusal(400, "a question is JSON", "Send Content-Type: application/json");
    }
    try {
      JsonNode body = JSON.readTree(request.body(MOST));
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "the question is not JSON", "Send one JSON object");
    }
    throw new Refusal(400, "the question is no JSON object", "Send one JSON object");
  }

  private void login(JsonNode body, WebRequest request, WebAnswer answer)
      throws IOException, Refusal {
    String user = body.path("user").asText("");
    String password = body.path("password").asText("");
    switch (gate.login(user, password, request, answer)) {
      case OPEN -> answer.send(200, "application/json", "{}");
      case WRONG -> throw new Refusal(401, "user and password do not fit", "Try again");
      case WAIT -> throw new Refusal(429, "that was wrong too often", "Try again in five minutes");
    }
  }

  private static TrailhouseException told(String problem, String remedy) {
    return new TrailhouseException(Code.WRONG_USE, problem, "page", remedy);
  }

  /// A question that reaches no call.
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final TrailhouseException told;

    Refusal(int status, String problem, String remedy) {
      super(problem);
      this.status = status;
      this.told = told(problem, remedy);
    }
  }
}
