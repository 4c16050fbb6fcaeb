package io.trailhouse.login;

import io.trailhouse.web.AddressSet;
import io.trailhouse.web.WebAnswer;
import io.trailhouse.web.WebRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Knows who asks, and whether a request comes from this server's own page. For any number of
/// threads.
public final class Gatekeeper {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final String PURPOSE = "session";
  private static final String BY_LINK = "link";

  private final Ways ways;
  private final KeyFile key;
  private final InstantSource clock;
  private final Links links;
  private final Attempts attempts;

  /// A reverse proxy that knows its users.
  ///
  /// @param header that has the user's name
  /// @param addresses of proxies that are believed
  public record Proxy(String header, AddressSet addresses) {}

  /// How this server knows who asks.
  ///
  /// @param users null when there are none
  /// @param proxy null when there is none
  /// @param localUser the name of the person who started it, whom a link makes an admin
  public record Ways(@Nullable Users users, @Nullable Proxy proxy, String localUser) {
    /// What somebody without a session can do.
    public String login() {
      return proxy != null ? "proxy" : users != null ? "users" : "token";
    }
  }

  public Gatekeeper(Ways ways, KeyFile key, InstantSource clock) {
    this.ways = ways;
    this.key = key;
    this.clock = clock;
    this.links = new Links(key, clock);
    this.attempts = new Attempts(clock);
  }

  public Ways ways() {
    return ways;
  }

  /// The path of a link that works until it is used.
  public String firstLink() {
    return links.firstPath();
  }

  // ---- where a request comes from ---------------------------------------------------------------

  /// Whether a request was made by a page of this server, or by no page at all.
  public boolean isFromHere(WebRequest request) {
    String site = request.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return false;
    }
    String origin = request.header("Origin");
    return origin == null
        || origin.equals(request.origin())
        || (isFromProxy(request) && origin.endsWith("://" + request.authority()));
  }

  private boolean isFromProxy(WebRequest request) {
    Proxy proxy = ways.proxy();
    return proxy != null && proxy.addresses().has(request.address());
  }

  // ---- who asks ---------------------------------------------------------------------------------

  /// Who asks; null when nobody knows.
  public @Nullable Caller caller(WebRequest request) {
    Proxy proxy = ways.proxy();
    if (proxy != null && isFromProxy(request)) {
      String name = request.header(proxy.header());
      return name == null || !Users.isName(name) ? null : new Caller(name, roleOf(name));
    }
    String cookie = request.cookie(cookieName(request));
    String session = cookie == null ? null : key.opened(PURPOSE, cookie);
    return session == null ? null : ofSession(session.split(" ", 3));
  }

  private Role roleOf(String name) {
    Users users = ways.users();
    Users.User user = users == null ? null : users.named(name);
    return user == null ? Role.READ : user.role();
  }

  /// @param session its end, what it rests on and whose it is
  private @Nullable Caller ofSession(String[] session) {
    if (!clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(session[0])))) {
      return null;
    }
    String name = session[2];
    Users users = ways.users();
    if (session[1].equals(BY_LINK)) {
      return new Caller(name, Role.ADMIN);
    }
    Users.User user = users == null ? null : users.named(name);
    return user == null || !user.stamp().equals(session[1]) ? null : new Caller(name, user.role());
  }

  // ---- how a session begins and ends ------------------------------------------------------------

  /// Begins the session that a link's token gives. Answers whether it does.
  public boolean open(@Nullable String token, WebRequest request, WebAnswer answer) {
    if (token == null || !links.use(token)) {
      return false;
    }
    begin(BY_LINK, ways.localUser(), request, answer);
    return true;
  }

  /// What came of a name and a password.
  public enum Entry {
    OPEN,
    WRONG,
    /// Wrong too often.
    WAIT
  }

  /// Begins a user's session where name and password fit.
  public Entry login(String name, String password, WebRequest request, WebAnswer answer) {
    Users users = ways.users();
    if (users == null || !Users.isName(name)) {
      return Entry.WRONG;
    }
    if (!attempts.mayTry(name)) {
      return Entry.WAIT;
    }
    Users.User user = users.named(name);
    if (!fits(password, user) || user == null) {
      return Entry.WRONG;
    }
    attempts.right(name);
    begin(user.stamp(), name, request, answer);
    return Entry.OPEN;
  }

  /// One after the other, and as long for a name that there is not: who asks much of this gets
  /// nothing from others' processors, and learns no names.
  private synchronized boolean fits(String password, Users.@Nullable User user) {
    String kept = user == null || user.password().equals("-") ? null : user.password();
    boolean fits = Passwords.fits(password.toCharArray(), Objects.requireNonNullElse(kept, NOBODY));
    return fits && kept != null;
  }

  private static final String NOBODY = Passwords.kept("nobody".toCharArray());

  private void begin(String restsOn, String name, WebRequest request, WebAnswer answer) {
    long end = clock.instant().plus(LIFE).getEpochSecond();
    String value = key.signed(PURPOSE, end + " " + restsOn + " " + name);
    answer.cookie(cookie(request, value, LIFE));
  }

  /// Ends the session of this browser.
  public void logout(WebRequest request, WebAnswer answer) {
    answer.cookie(cookie(request, "", Duration.ZERO));
  }

  private static String cookie(WebRequest request, String value, Duration life) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(
            cookieName(request), value, life.toSeconds(), request.isSecure() ? "; Secure" : "");
  }

  /// Cookies know no ports: two servers of one machine must not take each other's.
  private static String cookieName(WebRequest request) {
    String authority = request.authority();
    String port = authority.replaceFirst("^.*?(?::(\\d+))?$", "$1");
    String name = "trailhouse" + (port == null || port.isEmpty() ? "" : "-" + port);
    return (request.isSecure() ? "__Host-" + name : name);
  }
}
