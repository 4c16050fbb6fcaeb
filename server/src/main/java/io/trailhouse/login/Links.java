package io.trailhouse.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tokens of links that open the page, each good for one time. One that was made before this server
/// began is good no more: whether it was used, nobody remembers.
public final class Links {
  /// How long a link can be used that was asked for.
  public static final Duration LIFE = Duration.ofMinutes(10);

  private static final String PURPOSE = "link";
  private static final String PATH = "/open?token=";

  private final KeyFile key;
  private final InstantSource clock;
  private final Instant begun;
  private final Map<String, Instant> used = new HashMap<>();
  private @Nullable String first;

  Links(KeyFile key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
    this.begun = clock.instant();
  }

  /// The path of a link, which whoever has the home's key can make.
  public static String path(KeyFile key, InstantSource clock) {
    return PATH + key.signed(PURPOSE, clock.millis() + " " + UUID.randomUUID());
  }

  /// The path of the one link that works until it is used.
  synchronized String firstPath() {
    String token = key.signed(PURPOSE, "first " + UUID.randomUUID());
    first = token;
    return PATH + token;
  }

  /// Uses a token. Answers whether it was good.
  synchronized boolean use(String token) {
    if (token.equals(first)) {
      first = null;
      return true;
    }
    String opened = key.opened(PURPOSE, token);
    if (opened == null || opened.startsWith("first ")) {
      return false;
    }
    Instant made = Instant.ofEpochMilli(Long.parseLong(opened.substring(0, opened.indexOf(' '))));
    Instant now = clock.instant();
    used.values().removeIf(end -> end.isBefore(now));
    return !made.isBefore(begun)
        && !made.isAfter(now.plus(LIFE))
        && now.isBefore(made.plus(LIFE))
        && used.putIfAbsent(token, made.plus(LIFE)) == null;
  }
}
