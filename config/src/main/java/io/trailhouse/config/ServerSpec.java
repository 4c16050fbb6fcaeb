package io.trailhouse.config;

import java.util.List;

/// Where `serve` answers.
///
/// @param host an address of this machine; loopback unless the user says otherwise
/// @param port 0 for any free one
/// @param names by which it may be asked, beside those of this machine
public record ServerSpec(String host, int port, List<String> names) {
  public static final ServerSpec DEFAULT = new ServerSpec("127.0.0.1", 7070, List.of());

  public ServerSpec {
    names = List.copyOf(names);
  }
}
