package io.trailhouse.watch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where addresses are. For any number of threads.
public interface IpPlaces {
  /// Knows of no place.
  IpPlaces NONE =
      new IpPlaces() {
        @Override
        public @Nullable String country(InetAddress address) {
          return null;
        }

        @Override
        public @Nullable String network(InetAddress address) {
          return null;
        }
      };

  /// The two letters of ISO 3166; null when the address is not known.
  @Nullable String country(InetAddress address);

  /// The autonomous system that announces the address, such as `AS16509`; null when it is not
  /// known.
  @Nullable String network(InetAddress address);

  /// An address as records write it; null for anything else, such as the name of a service. Never
  /// asks a name server.
  static @Nullable InetAddress address(String text) {
    boolean literal = Literal.FOUR.matcher(text).matches() || Literal.SIX.matcher(text).matches();
    try {
      return literal ? InetAddress.getByName(text) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /// What looks like an address.
  final class Literal {
    private static final Pattern FOUR = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F]{0,4}:[0-9a-fA-F:]*[0-9.]*");

    private Literal() {}
  }
}
