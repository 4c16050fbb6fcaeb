package io.trailhouse.config;

/// Where `serve` answers.
///
/// @param host an address of this machine; loopback unless the user says otherwise
/// @param port 0 for any free one
public record ServerSpec(String host, int port) {
  public static final ServerSpec DEFAULT = new ServerSpec("127.0.0.1", 7070);
}
