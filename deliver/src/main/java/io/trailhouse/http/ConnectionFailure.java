package io.trailhouse.http;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why a connection came to nothing, in words of our own: an exception's text may repeat what the
/// other side has said.
public final class ConnectionFailure {
  private static final int DEEPEST = 10;

  /// The deepest cause that stands here counts.
  private static final Map<Class<? extends Throwable>, String> WORDS =
      Map.of(
          UnknownHostException.class, "the name of the host is not known",
          UnresolvedAddressException.class, "the name of the host is not known",
          CertificateException.class, "its certificate is not believed",
          SSLException.class, "the encryption (ssl) failed",
          HttpTimeoutException.class, "no answer in time",
          SocketTimeoutException.class, "no answer in time",
          ConnectException.class, "nobody answers at its address");

  private ConnectionFailure() {}

  /// What happened.
  public static String words(@Nullable Throwable failure) {
    String known = null;
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      for (Map.Entry<Class<? extends Throwable>, String> word : WORDS.entrySet()) {
        known = word.getKey().isInstance(each) ? word.getValue() : known;
      }
      each = each.getCause();
    }
    String what = known != null ? known : failure == null ? "" : failure.getClass().getSimpleName();
    return "the connection failed" + (what.isEmpty() ? "" : ": " + what);
  }
}
