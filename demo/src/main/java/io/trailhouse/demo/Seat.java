package io.trailhouse.demo;

import org.jspecify.annotations.Nullable;

/// Where a call comes from: an address, a user agent, and how the call reaches AWS.
///
/// `aged` are programs that speak a version of TLS which nobody else does any more.
record Seat(String address, String agent, Way way, @Nullable String vpcEndpoint, boolean aged) {

  /// How a call reaches AWS, which decides whether its record has TLS details.
  enum Way {
    DIRECT,
    CONSOLE,
    SERVICE
  }

  private static final String BROWSER =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/136.0.0.0 Safari/537.36";

  /// A program on some host.
  static Seat at(String address, String agent) {
    return new Seat(address, agent, Way.DIRECT, null, false);
  }

  /// A program that nobody has renewed for ten years.
  static Seat aged(String address, String agent) {
    return new Seat(address, agent, Way.DIRECT, null, true);
  }

  /// A person's web browser, signing in.
  static Seat browser(String address) {
    return at(address, BROWSER);
  }

  /// The same person afterwards, using pages of the console.
  static Seat console(String address) {
    return new Seat(address, BROWSER, Way.CONSOLE, null, false);
  }

  /// An AWS service; its name stands in place of address and agent.
  static Seat service(String name) {
    return new Seat(name, name, Way.SERVICE, null, false);
  }

  /// A program in a private network that reaches AWS through a VPC endpoint.
  static Seat inside(String address, String agent, String vpcEndpoint) {
    return new Seat(address, agent, Way.DIRECT, vpcEndpoint, false);
  }
}
