package io.trailhouse.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A web address to post to, and what goes with each request. All of it is secret but the host: for
/// many receivers the address is all they ask for.
///
/// @param address `https` or `http`
/// @param headers added to each request
/// @param key signs each request; null for unsigned ones
public record Endpoint(URI address, Map<String, String> headers, @Nullable String key) {
  private static final int LARGEST_PORT = 65_535;
  private static final URI ANYWHERE = URI.create("https://host/");

  /// What HTTP or this program sets itself, in lower case.
  private static final Set<String> OWN =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "trailhouse-delivery",
          "trailhouse-signature");

  /// @throws IllegalArgumentException when nothing can be sent so; nothing secret is in its message
  public Endpoint {
    check(wrongAddress(address.toString()));
    if (key != null && key.isEmpty()) {
      check("the key is empty");
    }
    headers = Map.copyOf(headers);
    headers.forEach((name, value) -> check(wrongHeader(name, value)));
  }

  /// An address that needs neither headers nor a signature.
  ///
  /// @throws IllegalArgumentException when it is none; the address is not in its message
  public static Endpoint of(String address) {
    return of(address, Map.of(), null);
  }

  /// The same with headers and a key.
  ///
  /// @throws IllegalArgumentException when nothing can be sent so; nothing secret is in its message
  public static Endpoint of(String address, Map<String, String> headers, @Nullable String key) {
    check(wrongAddress(address));
    return new Endpoint(URI.create(address), headers, key);
  }

  private static void check(@Nullable String wrong) {
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
  }

  /// What is wrong with an address, without the address; null when it can be posted to.
  public static @Nullable String wrongAddress(String text) {
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException e) {
      return "is no http or https URL";
    }
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (!Set.of("http", "https").contains(scheme) || address.getHost() == null) {
      return "is no http or https URL with a host";
    }
    if (address.getUserInfo() != null) {
      return "has a user in it: a webhook's address has no user: use a header";
    }
    return wrongPort(address);
  }

  /// What is wrong with an address's port; null when it has none or a possible one.
  public static @Nullable String wrongPort(URI address) {
    int port = address.getPort();
    return port == -1 || (port > 0 && port <= LARGEST_PORT)
        ? null
        : "has the port %d; ports are 1 to %d".formatted(port, LARGEST_PORT);
  }

  /// What is wrong with a header, without its value; null when it can be sent.
  public static @Nullable String wrongHeader(String name, String value) {
    String why = null;
    if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
      why = "it is set by the program itself; leave it out";
    } else if (!canBeSent(name, "x")) {
      why = "a name has letters, digits and hyphens";
    } else if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      why = "its value has a line break";
    } else if (!canBeSent(name, value)) {
      why = "its value has a character that no header may have";
    }
    return why == null ? null : "a header cannot be sent: " + name + ": " + why;
  }

  private static boolean canBeSent(String name, String value) {
    try {
      HttpRequest.newBuilder(ANYWHERE).header(name, value);
      return true;
    } catch (IllegalArgumentException e) { // its text has the value
      return false;
    }
  }

  /// The host, which is no secret.
  public String host() {
    return address.getHost();
  }

  /// The host alone.
  @Override
  public String toString() {
    return "webhook " + host();
  }
}
