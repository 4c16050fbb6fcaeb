package io.trailhouse.aws;

import io.trailhouse.source.LogFile;
import io.trailhouse.source.Source;
import io.trailhouse.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/// Log files that messages of an SQS queue announce, and events that EventBridge sends to one.
///
/// A message is deleted only after everything it announced was released, and stays hidden as long
/// as that takes. One that fails comes again later; one whose object is not there, or may not be
/// read while others may, is put aside after some tries. Messages of others are left alone.
public final class QueueSource implements Source, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueueSource.class);
  private static final int BATCH = 10;
  private static final int LONG_POLL_SECONDS = 20;
  private static final int MOST_REMEMBERED = 10_000;
  private static final Duration OTHERS_WORK = Duration.ofMinutes(10);
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final SqsClient sqs;
  private final String url;
  private final Predicate<ObjectAt> ours;
  private final InstantSource clock;
  private final CollectOptions options;
  private final SourceHealth health;
  private final InFlight inFlight;
  private final Downloads downloads;
  private final EventGatherer events;
  private final Set<String> foreignIds = ConcurrentHashMap.newKeySet();
  private final Set<String> foreignLooks = ConcurrentHashMap.newKeySet();
  private final LongAdder tests = new LongAdder();
  private final CountDownLatch failed = new CountDownLatch(1);
  private volatile @Nullable RuntimeException failure;
  private volatile boolean stopping;

  /// What a source of messages works with; the caller closes the clients.
  ///
  /// @param bucket only objects of this bucket count; null for any, which suits a queue of events
  /// @param prefix only keys that begin with it count
  public record Place(
      SqsClient sqs,
      String queueUrl,
      S3Client s3,
      @Nullable String bucket,
      String prefix,
      boolean requesterPays) {
    boolean holds(ObjectAt at) {
      return (bucket == null || bucket.equals(at.bucket()))
          && (at.key().startsWith(prefix)
              || (at.otherKey() != null && at.otherKey().startsWith(prefix)));
    }
  }

  public QueueSource(Place place, CollectOptions options, SourceContext watched) {
    this.sqs = place.sqs();
    this.url = place.queueUrl();
    this.ours = place::holds;
    this.clock = watched.clock();
    this.options = options;
    this.health = watched.health();
    this.inFlight = new InFlight(sqs, url, options, clock);
    this.downloads =
        new Downloads(
            new ObjectFetcher(
                place.s3(), place.requesterPays(), options.scratch(), options.memory()),
            options.downloads(),
            health,
            clock);
    this.events = new EventGatherer(url, clock);
  }

  /// Lends until interrupted.
  @Override
  public void emit(Listener listener) throws InterruptedException {
    List<Thread> receivers = new ArrayList<>();
    for (int number = 0; number < options.receivers(); number++) {
      Thread thread = new Thread(() -> receive(listener), "sqs-receive-" + number);
      thread.setDaemon(true);
      thread.start();
      receivers.add(thread);
    }
    try {
      while (!failed.await(EventGatherer.LINGER.toMillis(), TimeUnit.MILLISECONDS)) {
        events.flushIfDue(listener);
      }
      RuntimeException first = failure;
      if (first != null) {
        throw first;
      }
    } finally {
      stopping = true;
      inFlight.end();
      downloads.close();
      end(receivers);
    }
  }

  /// A request that is interrupted may lose the messages of its answer until they show again, so
  /// requests get a moment to end; one that still waits then waits at an empty queue.
  private static void end(List<Thread> receivers) throws InterruptedException {
    long last = System.nanoTime() + MOMENT.toNanos();
    for (Thread receiver : receivers) {
      receiver.join(Math.max(1, (last - System.nanoTime()) / 1_000_000));
      receiver.interrupt();
    }
  }

  private void receive(Listener listener) {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    try {
      while (!stopping) {
        while (!inFlight.room().tryAcquire(BATCH, 1, TimeUnit.SECONDS)) {
          listener.exhausted();
        }
        List<Message> messages = receive();
        inFlight.room().release(BATCH - (messages == null ? 0 : messages.size()));
        if (messages == null) {
          failed.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
          continue;
        }
        backoff.good();
        List<HeldMessage> held = inFlight.hold(messages); // all, before one can fail
        for (HeldMessage message : held) {
          take(message, listener);
        }
      }
    } catch (InterruptedException e) {
      // the source ends
    } catch (RuntimeException e) {
      if (!stopping) {
        failure = e;
        failed.countDown();
      }
    }
  }

  /// Answers null when the queue could not be asked.
  private @Nullable List<Message> receive() throws InterruptedException {
    try {
      List<Message> messages =
          sqs.receiveMessage(
                  ReceiveMessageRequest.builder()
                      .queueUrl(url)
                      .maxNumberOfMessages(BATCH)
                      .waitTimeSeconds(LONG_POLL_SECONDS)
                      .visibilityTimeout((int) Math.max(1, options.visibility().toSeconds()))
                      .messageSystemAttributeNames(
                          MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                      .build())
              .messages();
      health.success();
      return messages;
    } catch (AbortedException e) {
      throw new InterruptedException();
    } catch (SdkException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      health.failure(Failures.kind(e), url + ": " + Failures.text(e));
      return null;
    }
  }

  private void take(HeldMessage held, Listener listener) throws InterruptedException {
    if (stopping) {
      return;
    }
    Notice notice = Notices.read(held.body());
    if (notice instanceof Notice.Written written) {
      takeWritten(held, written, listener);
    } else if (notice instanceof Notice.Event event) {
      events.add(event.json(), held, listener);
    } else if (notice instanceof Notice.Test) {
      tests.increment();
      held.allLent();
    } else if (notice instanceof Notice.Foreign foreign) {
      leaveAlone(held, foreign.looks(), listener);
    }
  }

  private void takeWritten(HeldMessage held, Notice.Written written, Listener listener)
      throws InterruptedException {
    List<ObjectAt> objects = written.objects();
    if (!objects.isEmpty() && objects.stream().noneMatch(ours)) {
      leaveAlone(held, "an object outside of what this source collects", listener);
      return;
    }
    for (ObjectAt at : objects) {
      if (ours.test(at) && at.isLogFile()) {
        take(held, at, listener);
      } else {
        listener.leftAlone(at.origin());
      }
    }
    held.allLent();
  }

  private void take(HeldMessage held, ObjectAt at, Listener listener) throws InterruptedException {
    listener.found(1, Math.max(0, at.size()));
    if (at.etag() != null) {
      LogFile file = at.file(ObjectFetcher.unquoted(at.etag()), at.size(), held.received());
      if (listener.knows(file)) {
        listener.known(file);
        return;
      }
    }
    downloads.take(at, listener, new Loan(held, at, listener, held.lend()));
  }

  /// Called for messages that do not concern this source: they show again for whom they do.
  private void leaveAlone(HeldMessage held, String looks, Listener listener)
      throws InterruptedException {
    if (foreignIds.size() >= MOST_REMEMBERED) {
      foreignIds.clear();
    }
    if (foreignIds.add(held.id())) {
      listener.leftAlone(url + "#" + held.id());
    }
    if (foreignLooks.size() < MOST_REMEMBERED && foreignLooks.add(looks)) {
      LOG.warn("left alone a message of {} that is not about log files: {}", url, looks);
    }
    inFlight.leave(held);
  }

  /// How many messages are being worked on.
  public int messagesInFlight() {
    return inFlight.size();
  }

  /// How many messages came that AWS sends when notifications are set up.
  public long testMessages() {
    return tests.sum();
  }

  /// Deletes the messages whose events are safe and gives the others back.
  @Override
  public void close() {
    stopping = true;
    downloads.close();
    inFlight.close();
  }

  /// One announced object of a message.
  private final class Loan implements Downloads.Loan {
    private final HeldMessage message;
    private final ObjectAt at;
    private final Listener listener;
    private final FetchedFile.Loan part;

    Loan(HeldMessage message, ObjectAt at, Listener listener, FetchedFile.Loan part) {
      this.message = message;
      this.at = at;
      this.listener = listener;
      this.part = part;
    }

    @Override
    public void done() {
      part.done();
    }

    @Override
    public void failed(String reason) {
      part.failed(reason);
    }

    @Override
    public boolean again() {
      return message.receptions() > 1;
    }

    @Override
    public void notFetched(FetchFailure problem) throws InterruptedException {
      if (!isPoison(problem)) {
        listener.unreadable(at.origin(), String.valueOf(problem.getMessage()));
        part.failed(String.valueOf(problem.getMessage()));
        return;
      }
      try {
        SourceFile kept = message.asDelivery(at);
        listener.putAside(
            kept,
            "announced %d times, but %s".formatted(message.receptions(), problem.getMessage()));
        part.done();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Refusals alone can be a policy that somebody has broken for all: then nothing is put aside.
    private boolean isPoison(FetchFailure problem) {
      if (message.receptions() < options.poisonAfter()) {
        return false;
      }
      Instant recently = clock.instant().minus(OTHERS_WORK);
      return problem.kind() == FetchFailure.Kind.MISSING
          || (problem.kind() == FetchFailure.Kind.REFUSED && downloads.wasGoodAfter(recently));
    }
  }
}
