package io.trailhouse.http;

import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Whose certificates count when something is sent, by HTTP or by mail. Whether a certificate is of
/// the host is looked at in any case.
public final class Tls {
  /// Those that Java trusts.
  public static final Tls DEFAULTS = new Tls(null);

  private final @Nullable SSLContext context;

  private Tls(@Nullable SSLContext context) {
    this.context = context;
  }

  /// Those that a context trusts.
  public static Tls of(SSLContext context) {
    return new Tls(context);
  }

  HttpClient.Builder on(HttpClient.Builder client) {
    return context == null ? client : client.sslContext(context);
  }

  /// Makes encrypted sockets; null for Java's usual ones.
  public @Nullable SSLSocketFactory sockets() {
    return context == null ? null : context.getSocketFactory();
  }
}
