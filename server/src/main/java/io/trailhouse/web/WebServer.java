package io.trailhouse.web;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers HTTP. A request must name this host, and each connection has its bounds: spec/serve.md
/// S6 and S12.
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int HEADER_BYTES = 16_384;
  private static final int HEADER_LINES = 50;
  private static final int BACKLOG = 1_024;

  private final Server server;
  private final ConnectionBounds bounds;
  private final Place place;
  private final ServerConnector connector;

  /// Where it listens, and by what names it may be asked.
  ///
  /// @param port 0 for any free one
  /// @param names beside the host's own and those of this machine
  /// @param tls null to answer in clear
  public record Place(String host, int port, Collection<String> names, @Nullable TlsFiles tls) {
    String bare() {
      return HostNames.bare(host);
    }
  }

  private WebServer(Place place) {
    this.place = place;
    this.bounds = new ConnectionBounds();
    this.server = new Server(new VirtualThreadPool());
    this.connector = connector(place.tls());
  }

  private ServerConnector connector(@Nullable TlsFiles tls) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector made;
    if (tls == null) {
      made = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    } else {
      http.addCustomizer(new SecureRequestCustomizer(false)); // names are checked below
      SslContextFactory.Server keys = new SslContextFactory.Server();
      keys.setKeyStore(tls.keys());
      keys.setKeyStorePassword("");
      HttpConnectionFactory inside = new HttpConnectionFactory(http);
      made =
          new ServerConnector(
              server, 1, 1, new SslConnectionFactory(keys, inside.getProtocol()), inside);
    }
    made.setHost(place.bare());
    made.setPort(place.port());
    made.setAcceptQueueSize(BACKLOG);
    made.setIdleTimeout(0); // the bounds below have a time for everything
    made.addBean(bounds);
    return made;
  }

  /// Starts to answer.
  ///
  /// @param doors asked one after the other
  /// @throws TrailhouseException with WRONG_USE when it cannot listen there
  public static WebServer start(Place place, List<Door> doors) {
    WebServer made = new WebServer(place);
    made.server.addConnector(made.connector);
    try {
      InetAddress host = InetAddress.getByName(place.bare());
      made.server.setErrorHandler(WebServer::refused);
      made.server.setHandler(
          made.new Gate(new HostNames(host, place.bare(), place.names()), List.copyOf(doors)));
      made.server.start();
      return made;
    } catch (Exception e) {
      made.close();
      throw new TrailhouseException(
          Code.WRONG_USE,
          "cannot listen there: " + FileReason.ofAny(e),
          place.host() + ":" + place.port(),
          "Stop what listens there already, or name another address: server: {listen:"
              + " 127.0.0.1:0} takes any free port",
          e);
    }
  }

  /// What is no request never reaches a door. Nothing of it is repeated.
  private static boolean refused(Request request, Response response, Callback callback) {
    WebAnswer answer = new WebAnswer(request, response);
    answer.header("Content-Type", "text/plain");
    Content.Sink.write(response, true, "This is no request that can be answered.\n", callback);
    return true;
  }

  /// Where it answers, such as `http://127.0.0.1:7070`.
  public String url() {
    String host = place.bare();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return (place.tls() == null ? "http://" : "https://") + shown + ":" + connector.getLocalPort();
  }

  /// What every request goes through.
  private final class Gate extends Handler.Abstract {
    private final HostNames names;
    private final List<Door> doors;

    Gate(HostNames names, List<Door> doors) {
      this.names = names;
      this.doors = doors;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Connection connection = request.getConnectionMetaData().getConnection();
      bounds.began(connection);
      Request.addCompletionListener(request, failure -> bounds.ended(connection));
      WebAnswer answer = new WebAnswer(request, response);
      try {
        answer(request, answer);
        callback.succeeded();
      } catch (IOException e) {
        callback.failed(e); // the asker has gone
      } catch (RuntimeException | Error e) {
        LOG.error("a request could not be answered", e);
        failed(answer, callback, e);
      }
      return true;
    }

    private void failed(WebAnswer answer, Callback callback, Throwable why) {
      if (answer.hasBegun()) {
        callback.failed(why);
        return;
      }
      try {
        answer.send(500, "text/plain", "This cannot be answered right now.\n");
        callback.succeeded();
      } catch (IOException e) {
        callback.failed(e);
      }
    }

    private void answer(Request request, WebAnswer answer) throws IOException {
      if (request.getHeaders().size() > HEADER_LINES) {
        answer.send(431, "text/plain", "Too many headers.\n");
      } else if (!isMeant(request)) {
        answer.send(
            421,
            "text/plain",
            "This is not that host; server.hosts of the configuration may name it.\n");
      } else {
        WebRequest asked = new WebRequest(request, bounds);
        for (Door door : doors) {
          if (door.answer(asked, answer)) {
            return;
          }
        }
        answer.send(404, "text/plain", "There is nothing here.\n");
      }
    }

    /// Both the header and what the target itself names, where it does.
    private boolean isMeant(Request request) {
      List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
      String inTarget = request.getHttpURI().getAuthority();
      return hosts.size() == 1
          && names.has(hosts.get(0))
          && (inTarget == null || names.has(inTarget));
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the server did not stop in order: {}", FileReason.ofAny(e));
    } finally {
      bounds.close();
    }
  }
}
