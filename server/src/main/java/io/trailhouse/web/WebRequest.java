package io.trailhouse.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/// What somebody asks for. Everything in it may be hostile but the host's name, which is one of
/// this server's.
public final class WebRequest {
  private static final long DRAINED = 8L << 20;
  private static final int BEHIND = 1 << 10;

  private final Request request;
  private final ConnectionBounds bounds;

  WebRequest(Request request, ConnectionBounds bounds) {
    this.request = request;
    this.bounds = bounds;
  }

  public String method() {
    return request.getMethod();
  }

  /// The path, decoded, without the query.
  public String path() {
    return Objects.requireNonNullElse(Request.getPathInContext(request), "");
  }

  /// A parameter of the query, decoded; null when there is none.
  public @Nullable String parameter(String name) {
    Fields fields = Request.extractQueryParameters(request);
    return fields.getValue(name);
  }

  /// The first header of a name; null when there is none.
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  /// The value of a cookie; null when there is none.
  public @Nullable String cookie(String name) {
    for (HttpCookie each : Request.getCookies(request)) {
      if (each.getName().equals(name)) {
        return each.getValue();
      }
    }
    return null;
  }

  /// Where this server is as the asker sees it, such as `https://lake.example:7070`.
  public String origin() {
    return request.getHttpURI().getScheme() + "://" + authority();
  }

  /// Host and port as the asker wrote them.
  public String authority() {
    return Objects.requireNonNullElse(header("Host"), "");
  }

  /// Whether it came through TLS to this server.
  public boolean isSecure() {
    return request.isSecure();
  }

  /// The address of the other side, as text without a port.
  public String address() {
    SocketAddress other = request.getConnectionMetaData().getRemoteSocketAddress();
    return other instanceof InetSocketAddress address && address.getAddress() != null
        ? address.getAddress().getHostAddress()
        : "";
  }

  /// The body, whole.
  ///
  /// @param most bytes
  /// @throws TooLargeException when it has more
  /// @throws IOException when it does not come
  public byte[] body(int most) throws IOException {
    InputStream in = Content.Source.asInputStream(request);
    byte[] body = in.readNBytes(most + 1);
    if (body.length > most) {
      in.skip(DRAINED); // who still sends would not hear the answer
      throw new TooLargeException();
    }
    return body;
  }

  /// A body is larger than it may be.
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// Whether the asker has closed the connection, for an answer of which nothing can be written
  /// yet. Whoever sends more before the answer is there does not wait for it, and has gone too.
  ///
  /// Only for a request without a body and before the end of its answer: this reads what comes
  /// next.
  public boolean hasGone() {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    try {
      return !connection.isOpen() || connection.fill(BufferUtil.allocate(BEHIND)) != 0;
    } catch (IOException e) {
      return true;
    }
  }

  /// Lets the answer take longer than usual, from now on.
  public void mayTake(Duration time) {
    bounds.mayTake(request.getConnectionMetaData().getConnection(), time);
  }
}
