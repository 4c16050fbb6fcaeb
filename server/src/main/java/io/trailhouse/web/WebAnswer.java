package io.trailhouse.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;

/// What is answered to one request. It says that nobody may keep, frame or reinterpret it, until a
/// door says otherwise.
public final class WebAnswer {
  private static final String POLICY = "Content-Security-Policy";
  private static final int BUFFER = 16 << 10;

  private final Request request;
  private final Response response;

  WebAnswer(Request request, Response response) {
    this.request = request;
    this.response = response;
    header(POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
    header("X-Content-Type-Options", "nosniff");
    header("Referrer-Policy", "no-referrer");
    header("Cross-Origin-Opener-Policy", "same-origin");
    header("Cross-Origin-Resource-Policy", "same-origin");
    header("Cache-Control", "no-store");
  }

  /// Sets a header, in the place of one of this name.
  public WebAnswer header(String name, String value) {
    response.getHeaders().put(name, value);
    return this;
  }

  /// Adds a cookie beside others.
  public WebAnswer cookie(String line) {
    response.getHeaders().add(HttpHeader.SET_COOKIE, line);
    return this;
  }

  /// Answers with a text, whole.
  public void send(int status, String type, String text) throws IOException {
    send(status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Answers with some bytes, whole.
  public void send(int status, String type, byte[] bytes) throws IOException {
    response.setStatus(status);
    header("Content-Type", type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    try (Blocker.Callback done = Blocker.callback()) {
      response.write(true, ByteBuffer.wrap(bytes), done);
      done.block();
    }
  }

  /// Sends the asker elsewhere on this server.
  public void redirect(String path) throws IOException {
    header("Location", path);
    send(303, "text/plain", "");
  }

  /// Whether the asker takes gzip.
  public boolean takesGzip() {
    String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
    return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
  }

  /// Answers bit by bit. What was written reaches the asker with each flush; a write after the
  /// asker has gone fails. To be closed at its end; an answer that ends otherwise is broken off, so
  /// that nobody takes a part for the whole.
  public OutputStream stream(int status, String type) throws IOException {
    response.setStatus(status);
    header("Content-Type", type);
    boolean zipped = takesGzip();
    if (zipped) {
      header("Content-Encoding", "gzip");
      header("Vary", "Accept-Encoding");
    }
    OutputStream plain = Content.Sink.asOutputStream(response);
    return zipped ? new GZIPOutputStream(plain, BUFFER, true) : plain;
  }

  /// Whether anything has been sent, so that it is too late to say something else.
  public boolean hasBegun() {
    return response.isCommitted();
  }
}
