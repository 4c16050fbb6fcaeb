package io.trailhouse.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The names by which this server may be asked.
///
/// A page in a browser that has its own name lead to an address of this machine ("DNS rebinding")
/// sends that name: nothing else tells its requests from good ones, on loopback as elsewhere. A
/// name that the user did not give could lead here from anywhere; an address leads only to itself,
/// so where all of them are listened on each may be asked.
final class HostNames {
  private final Set<String> names = new HashSet<>();
  private final boolean anyAddress;

  /// @param host what it listens on
  /// @param more given by the user
  HostNames(InetAddress host, String name, Collection<String> more) {
    anyAddress = host.isAnyLocalAddress();
    names.add(lower(name));
    more.forEach(each -> names.add(lower(each)));
    if (anyAddress) {
      addOwnName();
    }
  }

  private void addOwnName() {
    try {
      names.add(lower(InetAddress.getLocalHost().getHostName()));
    } catch (UnknownHostException e) {
      // a machine that does not know its own name is asked by its address
    }
  }

  /// @param authority of a request, with or without a port
  boolean has(String authority) {
    String asked = lower(authority).replaceFirst(":\\d*$", "");
    return asked.equals("localhost")
        || asked.equals("[::1]")
        || asked.matches("127(\\.\\d{1,3}){3}")
        || names.contains(bare(asked))
        || (anyAddress && isAddress(asked));
  }

  private static boolean isAddress(String text) {
    return text.matches("\\d{1,3}(\\.\\d{1,3}){3}") || text.matches("\\[[0-9a-f:.]+\\]");
  }

  static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
