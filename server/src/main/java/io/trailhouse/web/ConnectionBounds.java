package io.trailhouse.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/// Bounds connections in number, and each in how long it may take for what it is about to do: one
/// that is over its time is closed, also when it sends or reads a byte now and then, which an idle
/// timeout would not notice.
final class ConnectionBounds implements Connection.Listener, AutoCloseable {
  private static final int MOST = 200;
  private static final Duration HEADERS = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final long LOOK = 500; // milliseconds

  private final Map<Connection, Long> deadlines = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("web-bounds").factory());

  ConnectionBounds() {
    ScheduledFuture<?> _ =
        clock.scheduleWithFixedDelay(this::closeLate, LOOK, LOOK, TimeUnit.MILLISECONDS);
  }

  private void closeLate() {
    long now = System.nanoTime();
    deadlines.forEach((connection, deadline) -> {
      if (deadline - now < 0) {
        connection.getEndPoint().close();
      }
    });
  }

  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof ConnectionMetaData)) {
      return; // TLS, which has one that speaks HTTP inside
    }
    if (deadlines.size() >= MOST) {
      connection.getEndPoint().close();
    } else {
      give(connection, HEADERS);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    deadlines.remove(connection);
  }

  private void give(Connection connection, Duration time) {
    deadlines.put(connection, System.nanoTime() + time.toNanos());
  }

  /// The headers of a request have come.
  void began(Connection connection) {
    give(connection, ANSWER);
  }

  /// What is asked may take longer than usual, from now on.
  void mayTake(Connection connection, Duration time) {
    give(connection, time);
  }

  /// The answer has gone, or will never.
  void ended(Connection connection) {
    deadlines.computeIfPresent(connection, (same, before) -> System.nanoTime() + IDLE.toNanos());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
