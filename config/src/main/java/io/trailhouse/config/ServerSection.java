package io.trailhouse.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what `serve` needs beside its sources: `commit`, `upkeep`, `heal` and `server`.
final class ServerSection {
  private static final Pattern LISTEN =
      Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[^:\\s]+):(\\d{1,5})");
  private static final String USUAL = "127.0.0.1:7070";
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}");

  private static final Pattern FOUR =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern BLOCK =
      Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

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
    ServerSpec.Who who = new ServerSpec.Who(file(values, Keys.SERVER_USERS), proxy(values));
    ServerSpec.Tls tls = tls(values);
    ServerSpec.Hosts hosts = hosts(values);
    Matcher listen = listen(values, who.isKnown());
    return new ServerSpec(
        listen == null ? ServerSpec.DEFAULT.host() : listen.group(1),
        listen == null ? ServerSpec.DEFAULT.port() : Integer.parseInt(listen.group(2)),
        hosts,
        who,
        tls);
  }

  /// @param knowing whether there is a way to know who asks
  private static @Nullable Matcher listen(Values values, boolean knowing) {
    boolean remote =
        values.flag(
            values.text(Keys.ALLOW_REMOTE), false, wrong -> values.wrong(Keys.ALLOW_REMOTE, wrong));
    String text = values.text(Keys.LISTEN);
    Matcher listen = LISTEN.matcher(text == null ? USUAL : text.strip());
    if (!listen.matches() || Integer.parseInt(listen.group(2)) > LAST_PORT) {
      values.wrong(Keys.LISTEN, "is no address with a port; one is " + USUAL);
      return null;
    }
    if (isLoopback(listen.group(1))) {
      return listen;
    }
    if (!remote) {
      values.wrong(
          Keys.LISTEN,
          "can be reached from other machines; name a loopback address, or say server:"
              + " {allow-remote: true}");
    } else if (!knowing) {
      values.wrong(
          Keys.ALLOW_REMOTE,
          "lets other machines ask, and nothing says who they are; name the file of users"
              + " (server.users) or the reverse proxy (server.proxy)");
    }
    return listen;
  }

  private static ServerSpec.Hosts hosts(Values values) {
    List<String> hosts = new ArrayList<>(names(values, Keys.SERVER_HOSTS));
    List<String> old = names(values, Keys.SERVER_NAMES);
    hosts.addAll(old);
    return new ServerSpec.Hosts(hosts, !old.isEmpty());
  }

  private static List<String> names(Values values, Keys key) {
    List<String> names = values.items(key);
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      values.wrong(key, "must be a list of host names without ports");
    }
    return names;
  }

  private static @Nullable Path file(Values values, Keys key) {
    String text = values.text(key);
    return text == null ? null : values.path(key, text);
  }

  private static ServerSpec.@Nullable Proxy proxy(Values values) {
    String header = values.text(Keys.PROXY_HEADER);
    List<String> addresses = values.items(Keys.PROXY_ADDRESSES);
    if (header == null && addresses.isEmpty()) {
      return null;
    }
    if (header == null) {
      values.wrong(Keys.PROXY_ADDRESSES, "need server.proxy.header: which header has the user");
    } else if (!HEADER.matcher(header).matches()) {
      values.wrong(Keys.PROXY_HEADER, "is no name of a header; one is X-Forwarded-User");
    } else if (addresses.isEmpty()) {
      values.wrong(Keys.PROXY_HEADER, "needs server.proxy.addresses: whose word is believed");
    }
    if (!addresses.stream().allMatch(ServerSection::isBlock)) {
      values.wrong(Keys.PROXY_ADDRESSES, "must be addresses or blocks of them, such as 10.0.0.0/8");
    }
    return header == null ? null : new ServerSpec.Proxy(header, addresses);
  }

  /// An address, or one with the length of a prefix that it can have.
  private static boolean isBlock(String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.matches()) {
      return false;
    }
    String address = block.group(1);
    if (!address.contains(":") && !FOUR.matcher(address).matches()) {
      return false; // it would be looked up as a name
    }
    try {
      int bits = InetAddress.getByName(address).getAddress().length * Byte.SIZE;
      return block.group(2) == null || Integer.parseInt(block.group(2)) <= bits;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static ServerSpec.@Nullable Tls tls(Values values) {
    Path certificate = file(values, Keys.TLS_CERTIFICATE);
    Path key = file(values, Keys.TLS_KEY);
    if (certificate != null && key == null) {
      values.wrong(Keys.TLS_CERTIFICATE, "needs server.tls.key");
    } else if (certificate == null && key != null) {
      values.wrong(Keys.TLS_KEY, "needs server.tls.certificate");
    }
    return certificate == null || key == null ? null : new ServerSpec.Tls(certificate, key);
  }

  /// Whether only this machine reaches it.
  static boolean isLoopback(@Nullable String host) {
    return host != null
        && (host.equals("localhost")
            || host.equals("[::1]")
            || host.matches("127(\\.\\d{1,3}){3}"));
  }
}
