package io.trailhouse.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;

/// The messages of one queue that are being worked on: keeps them hidden as long as that takes,
/// deletes those that are done, and gives back those that failed. Two threads of its own do so.
///
/// SQS hides a message for at most 12 hours from when it was received (SQS developer guide,
/// "Visibility timeout"); one that takes longer comes again and is recognised.
final class InFlight implements HeldMessage.Queue, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);
  private static final int BATCH = 10;
  private static final Duration LONGEST_HOLD = Duration.ofHours(11).plusMinutes(50);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(15);
  private static final long LINGER_MILLIS = 100;

  private final SqsClient sqs;
  private final String url;
  private final CollectOptions options;
  private final InstantSource clock;
  private final Map<String, HeldMessage> held = new ConcurrentHashMap<>();
  private final BlockingQueue<HeldMessage> done = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore room;
  private final Thread deleter = new Thread(this::deleteDone, "sqs-delete");
  private final Thread extender = new Thread(this::extend, "sqs-extend");
  private volatile boolean ending;
  private volatile boolean closed;

  InFlight(SqsClient sqs, String url, CollectOptions options, InstantSource clock) {
    this.sqs = sqs;
    this.url = url;
    this.options = options;
    this.clock = clock;
    this.room = new Semaphore(options.messages(), true);
    deleter.setDaemon(true);
    extender.setDaemon(true);
    deleter.start();
    extender.start();
  }

  /// Room for messages about to be asked for.
  Semaphore room() {
    return room;
  }

  int size() {
    return held.size();
  }

  /// Holds messages; those that are held already, because the queue has delivered them twice, are
  /// not answered again, and their room is given back.
  List<HeldMessage> hold(List<Message> messages) {
    List<HeldMessage> fresh = new ArrayList<>();
    for (Message message : messages) {
      HeldMessage held = hold(message);
      if (held != null) {
        fresh.add(held);
      }
    }
    return fresh;
  }

  private @Nullable HeldMessage hold(Message message) {
    HeldMessage fresh = new HeldMessage(message, this, clock.instant());
    if (closed) {
      hide(List.of(fresh), Duration.ZERO);
      return null;
    }
    HeldMessage before = held.putIfAbsent(message.messageId(), fresh);
    if (before == null) {
      return fresh;
    }
    before.receivedAgain(message);
    room.release();
    return null;
  }

  /// Forgets a message that is somebody else's: it shows again by itself.
  void leave(HeldMessage message) {
    held.remove(message.id());
    room.release();
  }

  @Override
  public void delete(HeldMessage message) {
    done.add(message);
  }

  /// Comes again later; at once when it is only this program that ends.
  @Override
  public void giveBack(HeldMessage message) {
    if (ending) {
      return; // closing gives back all that is held
    }
    leave(message);
    hide(List.of(message), Backoff.after(message.receptions(), options.retry(), LONGEST_RETRY));
  }

  /// From now on messages that are given back come again at once, when this is closed.
  void end() {
    ending = true;
  }

  private void deleteDone() {
    List<HeldMessage> batch = new ArrayList<>();
    while (!closed || !done.isEmpty()) {
      try {
        HeldMessage first = done.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          done.drainTo(batch, BATCH - 1);
          delete(batch);
          batch.clear();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void delete(List<HeldMessage> batch) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int number = 0; number < batch.size(); number++) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(number))
              .receiptHandle(batch.get(number).receipt())
              .build());
    }
    try {
      DeleteMessageBatchResponse answer =
          sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
      answer
          .failed()
          .forEach(
              failed -> LOG.info("message not deleted, it will come again: {}", failed.message()));
    } catch (SdkException e) {
      LOG.warn("messages not deleted, they will come again: {}", Failures.text(e));
    }
    batch.forEach(this::leave);
  }

  private void extend() {
    long interval = Math.max(100, options.visibility().toMillis() / 3);
    try {
      while (!closing.await(interval, TimeUnit.MILLISECONDS)) {
        Instant tooOld = clock.instant().minus(LONGEST_HOLD);
        List<HeldMessage> batch = new ArrayList<>();
        for (HeldMessage message : held.values()) {
          if (message.received().isAfter(tooOld)) {
            batch.add(message);
          }
          if (batch.size() == BATCH) {
            hide(batch, options.visibility());
            batch.clear();
          }
        }
        hide(batch, options.visibility());
      }
    } catch (InterruptedException e) {
      // the source ends
    }
  }

  /// Hides messages from now on; a failure is no harm, because what comes again is recognised.
  private void hide(List<HeldMessage> batch, Duration time) {
    if (batch.isEmpty()) {
      return;
    }
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (int number = 0; number < batch.size(); number++) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(number))
              .receiptHandle(batch.get(number).receipt())
              .visibilityTimeout((int) Math.max(0, (time.toMillis() + 999) / 1000))
              .build());
    }
    try {
      sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries));
    } catch (SdkException e) {
      LOG.info("visibility not changed: {}", Failures.text(e));
    }
  }

  /// Deletes what is done and gives the rest back at once.
  @Override
  public void close() {
    ending = true;
    closed = true;
    closing.countDown();
    boolean interrupted = false;
    for (Thread thread : List.of(deleter, extender)) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    List<HeldMessage> left = new ArrayList<>(held.values());
    for (int from = 0; from < left.size(); from += BATCH) {
      hide(left.subList(from, Math.min(left.size(), from + BATCH)), Duration.ZERO);
    }
    held.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
