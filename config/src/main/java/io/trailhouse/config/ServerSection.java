package io.trailhouse.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what `serve` needs beside its sources: `commit`, `upkeep`, `heal` and `server`.
final class ServerSection {
  private static final Pattern LISTEN =
      Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[^:\\s]+):(\\d{1,5})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final int LAST_PORT = 65_535;
  private static final Pattern CALLS = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)(?: *calls?/s)?");
  private static final double LEAST_CALLS = 0.01;
  private static final double MOST_CALLS = 2;

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

  static HealSpec heal(Values values) {
    String within = values.text(Keys.HEAL_WITHIN);
    Duration span =
        within == null || within.strip().equals("never")
            ? null
            : Values.time(
                within,
                Duration.ofHours(1),
                Duration.ofDays(90),
                wrong -> values.wrong(Keys.HEAL_WITHIN, wrong));
    String budget = values.text(Keys.HEAL_BUDGET);
    if (budget == null) {
      return new HealSpec(span, HealSpec.DEFAULT.callsPerSecond());
    }
    Matcher calls = CALLS.matcher(budget.strip());
    double perSecond = calls.matches() ? Double.parseDouble(calls.group(1)) : 0;
    if (perSecond < LEAST_CALLS || perSecond > MOST_CALLS) {
      values.wrong(Keys.HEAL_BUDGET, "must be 0.01 to 2 calls a second, such as 1 or 0.5 calls/s");
    }
    return new HealSpec(span, perSecond);
  }

  static ServerSpec read(Values values) {
    boolean remote =
        values.flag(
            values.text(Keys.ALLOW_REMOTE), false, wrong -> values.wrong(Keys.ALLOW_REMOTE, wrong));
    List<String> names = names(values);
    String text = values.text(Keys.LISTEN);
    if (text == null) {
      return new ServerSpec(ServerSpec.DEFAULT.host(), ServerSpec.DEFAULT.port(), names);
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
          "can be reached from other machines, and asks nobody for a password; name a loopback"
              + " address, or say server: {allow-remote: true}");
    }
    return new ServerSpec(host, Integer.parseInt(listen.group(2)), names);
  }

  private static List<String> names(Values values) {
    List<String> names = values.items(Keys.SERVER_NAMES);
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      values.wrong(Keys.SERVER_NAMES, "must be a list of host names without ports");
    }
    return names;
  }

  /// Whether only this machine reaches it.
  static boolean isLoopback(@Nullable String host) {
    return host != null
        && (host.equals("localhost")
            || host.equals("[::1]")
            || host.matches("127(\\.\\d{1,3}){3}"));
  }
}
