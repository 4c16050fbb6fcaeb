package io.trailhouse.config;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The one list of keys that a configuration file can have.
enum Keys {
  WAREHOUSE("lake.warehouse", "warehouse in the home folder"),
  CATALOG("lake.catalog", "embedded"),
  KEEP_MANAGEMENT("lake.retention.management", "forever"),
  KEEP_DATA("lake.retention.data", "forever"),
  KEEP_INSIGHT("lake.retention.insight", "forever"),
  KEEP_MANAGEMENT_OF("lake.retention.accounts.*.management", "lake.retention.management"),
  KEEP_DATA_OF("lake.retention.accounts.*.data", "lake.retention.data"),
  KEEP_INSIGHT_OF("lake.retention.accounts.*.insight", "lake.retention.insight"),
  HOLD_ACCOUNTS("lake.holds.*.accounts", "all"),
  HOLD_FROM("lake.holds.*.from", "none"),
  HOLD_TO("lake.holds.*.to", "none"),
  HOLD_PRINCIPALS("lake.holds.*.principals", "all"),
  HOLD_REASON("lake.holds.*.reason", "none"),
  ACCOUNTS("aws.accounts", "own"),
  ROLE("aws.role", "none"),
  EXTERNAL_ID("aws.external-id", "none"),
  SESSION("aws.session", "1h"),
  PROFILE("aws.profile", "as AWS's own tools"),
  REGION("aws.region", "as AWS's own tools"),
  SOURCE_S3("sources.*.s3", "none"),
  SOURCE_EVENTBRIDGE("sources.*.eventbridge", "none"),
  SOURCE_HISTORY_REGIONS("sources.*.lookup-events.regions", "none"),
  SOURCE_HISTORY_EVERY("sources.*.lookup-events.every", "10m"),
  SOURCE_HISTORY_SINCE("sources.*.lookup-events.since", "1d"),
  SOURCE_QUEUE("sources.*.queue", "none"),
  SOURCE_LIST("sources.*.list", "15m, 6h with a queue"),
  SOURCE_REGION("sources.*.region", "aws.region"),
  SOURCE_ROLE("sources.*.role", "none, or aws.role"),
  SOURCE_EXTERNAL_ID("sources.*.external-id", "aws.external-id"),
  SOURCE_REQUESTER_PAYS("sources.*.requester-pays", "false"),
  ROUTE("routes.*", "none"),
  RULES("rules", "none"),
  WATCHES("watches", "none"),
  COUNTRIES("places.countries", "none"),
  NETWORKS("places.networks", "none"),
  ALERT("alerts.*", "none"),
  COMMIT_EVERY("commit.every", "30s"),
  UPKEEP_EVERY("upkeep.every", "15m"),
  HEAL_WITHIN("heal.within", "never"),
  HEAL_BUDGET("heal.budget", "1 call/s"),
  LISTEN("server.listen", "127.0.0.1:7070"),
  ALLOW_REMOTE("server.allow-remote", "false"),
  SERVER_HOSTS("server.hosts", "this machine's own"),
  SERVER_NAMES("server.names", "the old name of server.hosts"),
  SERVER_USERS("server.users", "none"),
  PROXY_HEADER("server.proxy.header", "none"),
  PROXY_ADDRESSES("server.proxy.addresses", "none"),
  TLS_CERTIFICATE("server.tls.certificate", "none"),
  TLS_KEY("server.tls.key", "none");

  /// Stands for a name that the user chooses.
  static final String ANY = "*";

  /// Sections whose named parts have keys of their own languages.
  static final List<String> FREE = List.of("routes", "alerts");

  private final String path;
  private final String usual;

  Keys(String path, String usual) {
    this.path = path;
    this.usual = usual;
  }

  String path() {
    return path;
  }

  String defaults() {
    return usual;
  }

  /// The key's path in one section that the user has named.
  String path(String name) {
    return path.replace(ANY, name);
  }

  /// Whether its value may be a list.
  boolean isList() {
    return this == ACCOUNTS
        || this == SOURCE_HISTORY_REGIONS
        || this == RULES
        || this == WATCHES
        || this == SERVER_HOSTS
        || this == SERVER_NAMES
        || this == PROXY_ADDRESSES
        || this == HOLD_ACCOUNTS
        || this == HOLD_PRINCIPALS;
  }

  /// Whether the value at a path may be a list.
  ///
  /// @param kind the path with `*` for each name that the user has chosen
  static boolean isList(String kind) {
    return Arrays.stream(values()).anyMatch(key -> key.isList() && key.path.equals(kind));
  }

  boolean isOfNamedSection() {
    return path.contains(ANY);
  }

  /// The names that can stand directly below a section, which is empty for the top; only `*` where
  /// the user chooses them.
  static Set<String> below(String section) {
    String prefix = section.isEmpty() ? "" : section + ".";
    Set<String> names = new TreeSet<>();
    for (Keys key : values()) {
      if (key.path.startsWith(prefix)) {
        String rest = key.path.substring(prefix.length());
        int dot = rest.indexOf('.');
        names.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    return names;
  }

  static boolean isSection(String path) {
    for (Keys key : values()) {
      if (key.path.startsWith(path + ".")) {
        return true;
      }
    }
    return false;
  }
}
