package io.trailhouse.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what `serve` needs beside its sources: `commit`, `upkeep` and `server`.
final class ServerSection {
  private static final Pattern LISTEN =
      Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[^:\\s]+):(\\d{1,5})");
  private static final int LAST_PORT = 65_535;

  private ServerSection() {}

  static Duration commitEvery(Values values) {
    return time(
        values,
        Keys.COMMIT_EVERY,
        CommitSpec.DEFAULT.every(),
        Duration.ofSeconds(1),
        Duration.ofHours(1));
  }

  static Duration upkeepEvery(Values values) {
    return time(
        values,
        Keys.UPKEEP_EVERY,
        UpkeepSpec.DEFAULT.every(),
        Duration.ofSeconds(10),
        Duration.ofDays(7));
  }

  private static Duration time(
      Values values, Keys key, Duration usual, Duration least, Duration most) {
    String text = values.text(key);
    Duration time =
        text == null ? null : Values.time(text, least, most, wrong -> values.wrong(key, wrong));
    return time == null ? usual : time;
  }

  static ServerSpec read(Values values) {
    boolean remote =
        values.flag(
            values.text(Keys.ALLOW_REMOTE), false, wrong -> values.wrong(Keys.ALLOW_REMOTE, wrong));
    String text = values.text(Keys.LISTEN);
    if (text == null) {
      return ServerSpec.DEFAULT;
    }
    Matcher listen = LISTEN.matcher(text.strip());
    if (!listen.matches() || Integer.parseInt(listen.group(2)) > LAST_PORT) {
      values.wrong(Keys.LISTEN, "is no address with a port; one is 127.0.0.1:7070");
      return ServerSpec.DEFAULT;
    }
    String host = listen.group(1);
    if (!remote && !isLoopback(host)) {
      values.wrong(
          Keys.LISTEN,
          "can be reached from other machines, and nobody is asked for a password; name a loopback"
              + " address, or say server: {allow-remote: true}");
    }
    return new ServerSpec(host, Integer.parseInt(listen.group(2)));
  }

  /// Whether only this machine reaches it.
  static boolean isLoopback(@Nullable String host) {
    return host != null
        && (host.equals("localhost")
            || host.equals("[::1]")
            || host.matches("127(\\.\\d{1,3}){3}"));
  }
}
