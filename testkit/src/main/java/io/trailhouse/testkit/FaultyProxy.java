package io.trailhouse.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// Stands before S3 and makes faults by a seed: 503 Slow Down, answers cut off in the middle, slow
/// ones, connections that break. Signatures stay valid, because clients sign for this host and the
/// header that names it is passed on. One request a connection.
public final class FaultyProxy implements AutoCloseable {
  private static final int LONGEST_HEAD = 64 * 1024;
  private static final String SLOW_DOWN =
      "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>Please reduce your request"
          + " rate.</Message></Error>";

  private final ServerSocket listening;
  private final URI behind;
  private final Random dice;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LongAdder faults = new LongAdder();
  private final LongAdder gets = new LongAdder();
  private final LongAdder lists = new LongAdder();
  private volatile double rate;
  private volatile int slowMillis = 1_500;

  /// @param rate which part of the requests meets a fault, from 0 to 1
  public FaultyProxy(URI behind, double rate, long seed) throws IOException {
    this.behind = behind;
    this.rate = rate;
    this.dice = new Random(seed);
    this.listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "faulty-proxy");
    accepting.setDaemon(true);
    accepting.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /// Changes which part of the requests meets a fault.
  public void rate(double part) {
    rate = part;
  }

  /// How long a slow answer pauses in its middle.
  public void slowMillis(int millis) {
    slowMillis = millis;
  }

  /// How many faults were made.
  public long faults() {
    return faults.sum();
  }

  /// How many objects were asked for.
  public long gets() {
    return gets.sum();
  }

  /// How many listings were asked for.
  public long lists() {
    return lists.sum();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(behind.getHost(), behind.getPort())) {
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      count(head);
      int fault = fault(head);
      if (fault == 1) {
        client.getOutputStream().write(slowDown());
        return;
      }
      if (fault == 2) {
        client.setSoLinger(true, 0); // the connection breaks
        return;
      }
      OutputStream up = server.getOutputStream();
      up.write(closing(head).getBytes(StandardCharsets.ISO_8859_1));
      pass(client.getInputStream(), up, length(head));
      up.flush();
      answer(server.getInputStream(), client.getOutputStream(), fault);
    } catch (IOException e) {
      // a client that went, or a fault that was meant
    }
  }

  private void count(String head) {
    if (head.startsWith("GET ")) {
      (head.contains("list-type=2") ? lists : gets).increment();
    }
  }

  private synchronized int fault(String head) {
    if (!head.startsWith("GET ") || dice.nextDouble() >= rate) {
      return 0;
    }
    faults.increment();
    return 1 + dice.nextInt(4);
  }

  private static byte[] slowDown() {
    String text =
        "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n"
                .formatted(SLOW_DOWN.length())
            + "Connection: close\r\n\r\n"
            + SLOW_DOWN;
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void answer(InputStream from, OutputStream to, int fault) throws IOException {
    String head = head(from);
    to.write(head.getBytes(StandardCharsets.ISO_8859_1));
    long length = length(head);
    if (fault < 3 || length < 2) {
      from.transferTo(to);
      return;
    }
    pass(from, to, length / 2);
    to.flush();
    if (fault == 4) {
      try {
        Thread.sleep(slowMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      from.transferTo(to);
    } // else the rest never comes
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4 && head.size() < LONGEST_HEAD) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      boolean fits = next == (ends % 2 == 0 ? '\r' : '\n');
      ends = fits ? ends + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static long length(String head) {
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return 0;
  }

  /// The same head, but the connection ends with the answer.
  private static String closing(String head) {
    StringBuilder text = new StringBuilder();
    for (String line : head.strip().split("\r\n", -1)) {
      if (!line.toLowerCase(Locale.ROOT).startsWith("connection:")) {
        text.append(line).append("\r\n");
      }
    }
    return text.append("Connection: close\r\n\r\n").toString();
  }

  private static void pass(InputStream from, OutputStream to, long bytes) throws IOException {
    byte[] buffer = new byte[8192];
    long left = bytes;
    while (left > 0) {
      int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        return;
      }
      to.write(buffer, 0, count);
      left -= count;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
