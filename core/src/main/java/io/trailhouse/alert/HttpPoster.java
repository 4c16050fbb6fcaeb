package io.trailhouse.alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Posts JSON to one address and nowhere else: a redirect is a refusal. One connection pool for all
/// notifiers; safe for many threads.
public final class HttpPoster {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int LONGEST_ANSWER = 1024;
  private static final int LONGEST_QUOTE = 200;

  private final InstantSource clock;
  private final Duration timeout;
  private final HttpClient client;

  /// @param clock for answers that say until when to wait
  public HttpPoster(InstantSource clock) {
    this(clock, USUAL_TIMEOUT);
  }

  HttpPoster(InstantSource clock, Duration timeout) {
    this.clock = clock;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  Instant now() {
    return clock.instant();
  }

  /// What is posted.
  ///
  /// @param hidden secrets beside the address, in case an answer quotes them
  record Post(Secret url, Map<String, String> headers, String body, Collection<Secret> hidden) {
    String hideIn(String answer) {
      String shown = url.hideIn(answer);
      String path = String.valueOf(URI.create(url.reveal()).getRawPath());
      shown = path.length() > 1 ? shown.replace(path, "/***") : shown;
      for (Secret each : hidden) {
        shown = each.hideIn(shown);
      }
      return shown;
    }
  }

  /// Posts a body and returns the beginning of the answer when it was taken.
  String post(Post post) throws NotSent {
    HttpResponse<String> answer;
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(post.url().reveal()))
              .timeout(timeout)
              .header("Content-Type", "application/json; charset=utf-8")
              .header("User-Agent", "Trailhouse")
              .POST(HttpRequest.BodyPublishers.ofString(post.body()));
      post.headers().forEach(request::setHeader);
      answer = exchange(request.build());
    } catch (IllegalArgumentException e) {
      throw NotSent.untilMended("the address or a header cannot be sent");
    }
    if (answer.statusCode() / 100 == 2) {
      return answer.body();
    }
    throw refusal(answer, post);
  }

  private HttpResponse<String> exchange(HttpRequest request) throws NotSent {
    CompletableFuture<HttpResponse<String>> sending =
        client.sendAsync(request, status -> firstBytes());
    try {
      return sending.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      sending.cancel(true);
      Thread.currentThread().interrupt();
      throw NotSent.again("interrupted while sending", null);
    } catch (TimeoutException e) {
      sending.cancel(true);
      throw NotSent.again("the answer did not end in time", null);
    } catch (ExecutionException e) {
      throw NotSent.again(problem(e.getCause()), null);
    }
  }

  private static String problem(@Nullable Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return "no answer in time";
    }
    String name = cause == null ? "failure" : cause.getClass().getSimpleName();
    return (cause instanceof IOException ? "the connection failed: " : "sending failed: ") + name;
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

  private NotSent refusal(HttpResponse<String> answer, Post post) {
    int status = answer.statusCode();
    String said = CleanText.line(post.hideIn(answer.body()).strip(), LONGEST_QUOTE);
    String reason = "answered " + status + (said.isEmpty() ? "" : ": " + said);
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      return NotSent.again(reason, retryAfter(answer));
    }
    if (status / 100 == 3) {
      return NotSent.untilMended("answered " + status + ", a redirect, which is not followed");
    }
    boolean addressOrRight =
        status == 401 || status == 403 || status == 404 || status == 405 || status == 410;
    return addressOrRight ? NotSent.untilMended(reason) : NotSent.never(reason);
  }

  private @Nullable Duration retryAfter(HttpResponse<String> answer) {
    String text = answer.headers().firstValue("Retry-After").orElse("").strip();
    Duration wait;
    if (text.matches("\\d{1,9}")) {
      wait = Duration.ofSeconds(Long.parseLong(text));
    } else {
      try {
        wait =
            Duration.between(
                clock.instant(),
                ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeException e) {
        return null;
      }
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
