package io.trailhouse.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where `serve` answers, and how it knows who asks.
///
/// @param host an address of this machine; loopback unless the user says otherwise
/// @param port 0 for any free one
/// @param hosts names by which it may be asked, beside those of this machine
/// @param who how it knows who asks
/// @param tls null to answer in clear
public record ServerSpec(String host, int port, Hosts hosts, Who who, @Nullable Tls tls) {
  public static final ServerSpec DEFAULT =
      new ServerSpec("127.0.0.1", 7070, new Hosts(List.of(), false), new Who(null, null), null);

  ServerSpec at(int other) {
    return new ServerSpec(host, other, hosts, who, tls);
  }

  /// What people should know of what they wrote, a line each.
  public List<String> remarks() {
    return hosts.byOldName()
        ? List.of("server.names is called server.hosts now; it is read as that")
        : List.of();
  }

  /// Further names of a server.
  ///
  /// @param byOldName whether some stand under the key's old name
  public record Hosts(List<String> names, boolean byOldName) {
    public Hosts {
      names = List.copyOf(names);
    }
  }

  /// How a server knows who asks; without either it prints links.
  ///
  /// @param users the file of users; null for none
  /// @param proxy null for none
  public record Who(@Nullable Path users, @Nullable Proxy proxy) {
    boolean isKnown() {
      return users != null || proxy != null;
    }
  }

  /// A reverse proxy that says who asks.
  ///
  /// @param header that has the user's name
  /// @param addresses of proxies that are believed: addresses, and blocks such as `10.0.0.0/8`
  public record Proxy(String header, List<String> addresses) {
    public Proxy {
      addresses = List.copyOf(addresses);
    }
  }

  /// A certificate and its key, as PEM files.
  public record Tls(Path certificate, Path key) {}
}
