package io.trailhouse.http;

import io.trailhouse.destination.Failure;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.RetryAfter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Posts JSON, for routes and alerts alike. An answer of the 200s means that it was taken; a
/// redirect is not followed, so that nothing goes to a place that nobody has named. Of an answer
/// that is none of the 200s only its status and `Retry-After` are told: its body and its headers
/// may repeat what was sent, the secrets too. One pool of connections; for any number of threads.
public final class Poster {
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(20);
  private static final String DELIVERY = "Trailhouse-Delivery";
  private static final int LONGEST_ANSWER = 1024;
  private static final int LONGEST_ID = 120;

  /// The receiver says that the body is the reason.
  private static final Set<Integer> FOR_GOOD = Set.of(400, 413, 422);

  /// The receiver says that it may take the same later.
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  private final InstantSource clock;
  private final Duration patience;
  private final HttpClient client;

  /// @param clock for the time that is signed, and for answers that say until when to wait
  public Poster(InstantSource clock) {
    this(clock, DEFAULT_PATIENCE, Tls.DEFAULTS);
  }

  /// @param patience for the connection, for the beginning of the answer, and twice as much for the
  ///   whole
  public Poster(InstantSource clock, Duration patience, Tls tls) {
    this.clock = clock;
    this.patience = patience;
    this.client =
        tls.on(HttpClient.newBuilder())
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
  }

  /// Posts a body and returns the beginning of the answer when it was taken.
  ///
  /// @param delivery the same whenever the same is sent again, so that a receiver can tell
  ///   repetitions; null for receivers that do not look at it
  public String post(Endpoint to, @Nullable String delivery, byte[] body) throws NotDelivered {
    HttpResponse<String> answer = exchange(to, request(to, delivery, body));
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return answer.body();
    }
    String asked = answer.headers().firstValue("Retry-After").orElse(null);
    throw new NotDelivered(refusal(to, status, RetryAfter.of(asked, clock.instant())));
  }

  private HttpRequest request(Endpoint to, @Nullable String delivery, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to.address())
            .timeout(patience)
            .setHeader("Content-Type", "application/json")
            .setHeader("User-Agent", "Trailhouse")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    to.headers().forEach(request::setHeader);
    if (delivery != null) {
      request.setHeader(DELIVERY, visible(delivery));
    }
    String key = to.key();
    if (key != null) {
      request.setHeader(Signature.HEADER, Signature.of(key, clock.instant(), body));
    }
    return request.build();
  }

  private static String visible(String id) {
    String clean = id.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() > LONGEST_ID ? clean.substring(0, LONGEST_ID) : clean;
  }

  private HttpResponse<String> exchange(Endpoint to, HttpRequest request) throws NotDelivered {
    CompletableFuture<HttpResponse<String>> sending =
        client.sendAsync(request, answer -> firstBytes());
    try {
      return sending.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken(to, "interrupted while sending");
    } catch (TimeoutException e) {
      throw broken(to, "the answer did not end in time");
    } catch (ExecutionException e) {
      throw broken(to, ConnectionFailure.words(e.getCause()));
    } finally {
      sending.cancel(true);
    }
  }

  /// Without the cause, whose text may have what the other side said.
  private static NotDelivered broken(Endpoint to, String why) {
    return new NotDelivered(Failure.again(to + ": " + why));
  }

  /// Reads the whole answer and keeps its beginning.
  private static HttpResponse.BodySubscriber<String> firstBytes() {
    byte[] kept = new byte[LONGEST_ANSWER];
    int[] count = {0};
    return HttpResponse.BodySubscribers.mapping(
        HttpResponse.BodySubscribers.ofByteArrayConsumer(bytes ->
            bytes.ifPresent(more -> {
              int fitting = Math.min(more.length, kept.length - count[0]);
              System.arraycopy(more, 0, kept, count[0], fitting);
              count[0] += fitting;
            })),
        nothing -> new String(kept, 0, count[0], StandardCharsets.UTF_8));
  }

  private static Failure refusal(Endpoint to, int status, @Nullable Duration after) {
    String words = to + ": HTTP " + status;
    if (status / 100 == 3) {
      words += ", a redirect, which is not followed";
    }
    if (after != null) {
      words += ", Retry-After: %d s".formatted(after.toSeconds());
    }
    if (FOR_GOOD.contains(status)) {
      return Failure.never(words);
    }
    boolean later = status >= 500 || LATER.contains(status);
    return (later ? Failure.again(words) : Failure.untilFixed(words)).asking(after);
  }
}
