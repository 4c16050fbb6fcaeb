package io.trailhouse.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Posts messages to a web address as JSON. An answer of the 200s means that they were taken; a
/// redirect is not followed, so that nothing goes to a place that nobody has named.
///
/// With a key, the header `Trailhouse-Signature: t=SECONDS,v1=HEX` has the HMAC-SHA256 of the
/// seconds, a dot and the body. `Trailhouse-Delivery` is the id of the first message, the same when
/// the same messages are sent again.
public final class WebhookSink implements MessageSink {
  private static final Limits ONE = new Limits(1, 4 << 20, 4 << 20, 0);

  /// With a comma, and the brackets from what is left.
  private static final Limits BATCH = new Limits(100, 4 << 20, (4 << 20) - 4, 2);

  /// The receiver says that the body is the reason.
  private static final Set<Integer> FOR_GOOD = Set.of(400, 413, 422);

  private static final int LONGEST_HEADER = 120;

  private final Endpoint endpoint;
  private final InstantSource clock;
  private final HttpClient http;

  /// Where messages are posted, and how.
  ///
  /// @param address `https` or `http`; secret, because for many receivers it is all they ask for
  /// @param isBatch whether a request has an array of up to 100 messages; otherwise it has one
  ///   message
  /// @param headers added to each request; their values are secret
  /// @param key signs requests when it is there
  /// @param patience for the connection, and again for the answer
  public record Endpoint(
      URI address,
      boolean isBatch,
      Map<String, String> headers,
      @Nullable String key,
      Duration patience) {
    /// @throws IllegalArgumentException when no request can be made of it
    public Endpoint {
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (!Set.of("http", "https").contains(scheme) || address.getHost() == null) {
        throw new IllegalArgumentException("a webhook is an http or https address with a host");
      }
      if (address.getUserInfo() != null) {
        throw new IllegalArgumentException("a webhook's address has no user: use a header");
      }
      if (key != null && key.isEmpty()) {
        throw new IllegalArgumentException("a webhook's key is empty");
      }
      headers = Map.copyOf(headers);
      for (Map.Entry<String, String> header : headers.entrySet()) {
        try {
          HttpRequest.newBuilder(address).header(header.getKey(), header.getValue());
        } catch (IllegalArgumentException e) {
          // not the cause: its text has the value
          throw new IllegalArgumentException("a header cannot be sent: " + header.getKey());
        }
      }
    }

    /// The host alone.
    @Override
    public String toString() {
      return "webhook " + address.getHost();
    }
  }

  /// @param clock for the time that is signed
  public WebhookSink(Endpoint endpoint, InstantSource clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(endpoint.patience())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Limits limits() {
    return endpoint.isBatch() ? BATCH : ONE;
  }

  @Override
  public List<Refusal> send(List<Message> messages) throws NotDelivered {
    return Sending.send(messages, limits(), this::post);
  }

  private List<Refusal> post(List<Message> part) throws NotDelivered {
    HttpRequest request = request(part);
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      long patience = endpoint.patience().toMillis();
      judge(answer.get(2 * patience, TimeUnit.MILLISECONDS)); // connect, then answer
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("the request was interrupted", e);
    } catch (TimeoutException e) {
      throw failed("no answer in time", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String kind = cause.getClass().getSimpleName();
      throw failed(cause.getMessage() == null ? kind : kind + ": " + cause.getMessage(), cause);
    } finally {
      answer.cancel(true);
    }
  }

  private NotDelivered failed(String why, Throwable cause) {
    Throwable told = cause instanceof IOException ? cause : new IOException(why);
    return new NotDelivered(endpoint + ": " + why, true, told);
  }

  private HttpRequest request(List<Message> part) {
    byte[] body = body(part);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.address())
            .timeout(endpoint.patience())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    request.setHeader("Content-Type", "application/json");
    endpoint.headers().forEach(request::setHeader);
    request.setHeader("Trailhouse-Delivery", visible(part.get(0).id()));
    String key = endpoint.key();
    if (key != null) {
      request.setHeader("Trailhouse-Signature", signature(key, body));
    }
    return request.build();
  }

  private byte[] body(List<Message> part) {
    if (!endpoint.isBatch()) {
      return part.get(0).body();
    }
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.write('[');
    for (Message message : part) {
      if (array.size() > 1) {
        array.write(',');
      }
      array.writeBytes(message.body());
    }
    array.write(']');
    return array.toByteArray();
  }

  private String signature(String key, byte[] body) {
    long seconds = clock.instant().getEpochSecond();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  private void judge(HttpResponse<?> answer) throws NotDelivered {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return;
    }
    String words = status / 100 == 3 ? "HTTP %d, a redirect, which is not followed" : "HTTP %d";
    String wait =
        answer
            .headers()
            .firstValue("Retry-After")
            .map(WebhookSink::visible)
            .map(text -> ", Retry-After: " + text)
            .orElse("");
    throw new NotDelivered(
        endpoint + ": " + words.formatted(status) + wait, !FOR_GOOD.contains(status));
  }

  private static String visible(String text) {
    String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() > LONGEST_HEADER ? clean.substring(0, LONGEST_HEADER) : clean;
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
