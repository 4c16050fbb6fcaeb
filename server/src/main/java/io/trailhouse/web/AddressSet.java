package io.trailhouse.web;

import java.net.InetAddress;
import java.util.Collection;
import org.eclipse.jetty.util.InetAddressSet;

/// Addresses and blocks of them, such as `10.0.0.0/8` and `::1`.
public final class AddressSet {
  private final InetAddressSet blocks = new InetAddressSet();

  /// @throws IllegalArgumentException when one is neither
  public AddressSet(Collection<String> blocks) {
    this.blocks.addAll(blocks);
  }

  /// Whether an address, as text, is one of them.
  public boolean has(String address) {
    try {
      return !address.isEmpty() && blocks.test(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException e) {
      return false; // no address, such as one with the name of its interface
    }
  }
}
