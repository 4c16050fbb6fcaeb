package io.trailhouse.query;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Trino's functions on URLs: NULL for what is no URL, an empty text for a part that is not there.
final class Urls {
  private Urls() {}

  /// @param part `protocol`, `host`, `port`, `path`, `query` or `fragment`
  static @Nullable String part(String part, String url) {
    URI uri = uri(url);
    if (uri == null) {
      return null;
    }
    if (part.equals("port")) {
      return uri.getPort() < 0 ? null : String.valueOf(uri.getPort());
    }
    return Objects.requireNonNullElse(
        switch (part) {
          case "protocol" -> uri.getScheme();
          case "host" -> uri.getHost();
          case "path" -> uri.getPath();
          case "query" -> uri.getQuery();
          default -> uri.getFragment();
        },
        "");
  }

  /// The first value of a parameter of the query; empty where it has none.
  static @Nullable String parameter(String url, String name) {
    URI uri = uri(url);
    if (uri == null || uri.getRawQuery() == null) {
      return null;
    }
    for (String pair : uri.getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (decoded(key).equals(name)) {
        return equals < 0 ? "" : decoded(pair.substring(equals + 1));
      }
    }
    return null;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static @Nullable URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
