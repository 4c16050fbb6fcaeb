package io.trailhouse.config;

import io.trailhouse.http.Endpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads where something is posted to, for routes and alerts by the same rules. What is wrong with
/// an address is told without the address, which may be all that a receiver asks for.
final class Endpoints {
  private Endpoints() {}

  /// An address alone; null when it is wrong, which is told then.
  ///
  /// @param key where it stands
  static @Nullable Endpoint bare(Branch branch, String key, String address) {
    return tells(branch, key, address) ? null : Endpoint.of(address);
  }

  /// An address with `key` and `headers` beside it; null when any of it is wrong, which is told
  /// then.
  static @Nullable Endpoint full(Branch branch, String at, String address) {
    boolean wrong = tells(branch, at, address);
    String key = branch.text("key");
    Map<String, String> headers = branch.pairs("headers");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String why = Endpoint.wrongHeader(header.getKey(), header.getValue());
      if (why != null) {
        branch.wrong("headers." + header.getKey(), why);
        wrong = true;
      }
    }
    return wrong ? null : Endpoint.of(address, headers, key);
  }

  private static boolean tells(Branch branch, String key, String address) {
    String why = Endpoint.wrongAddress(address);
    if (why != null) {
      branch.wrong(key, why);
    }
    return why != null;
  }
}
