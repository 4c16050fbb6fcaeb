package io.trailhouse.aws;

import io.trailhouse.source.LogFile;
import io.trailhouse.source.LogFileName;
import io.trailhouse.source.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// A message that was received and not deleted yet, with what it announced. For any number of
/// threads.
final class HeldMessage {
  private final String id;
  private final String body;
  private final Instant received;
  private final int receptions;
  private final Queue queue;
  private String receipt;
  private int open = 1;
  private @Nullable String failure;

  /// Who takes a message back, once all that it announced is dealt with.
  interface Queue {
    void delete(HeldMessage message);

    void giveBack(HeldMessage message);
  }

  HeldMessage(Message message, Queue queue, Instant received) {
    this.id = message.messageId();
    this.body = message.body();
    this.receipt = message.receiptHandle();
    this.queue = queue;
    this.received = received;
    String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    this.receptions = count == null ? 1 : Integer.parseInt(count);
  }

  String id() {
    return id;
  }

  String body() {
    return body;
  }

  Instant received() {
    return received;
  }

  /// How often it was received so far.
  int receptions() {
    return receptions;
  }

  synchronized String receipt() {
    return receipt;
  }

  /// It was received once more meanwhile: only the latest receipt counts.
  synchronized void receivedAgain(Message again) {
    receipt = again.receiptHandle();
  }

  /// Lends one thing more of it; it ends when all were given back and [#allLent] was called.
  synchronized FetchedFile.Loan lend() {
    open++;
    return new FetchedFile.Loan() {
      @Override
      public void done() {
        end(null);
      }

      @Override
      public void failed(String reason) {
        end(reason);
      }
    };
  }

  void allLent() {
    end(null);
  }

  private void end(@Nullable String reason) {
    boolean isLast;
    boolean failed;
    synchronized (this) {
      if (reason != null) {
        failure = reason;
      }
      open--;
      isLast = open == 0;
      failed = failure != null;
    }
    if (isLast && failed) {
      queue.giveBack(this);
    } else if (isLast) {
      queue.delete(this);
    }
  }

  /// The message itself as what is kept of a file that cannot be fetched.
  SourceFile asDelivery(ObjectAt at) {
    LogFile file =
        new LogFile(
            at.origin(),
            "message-" + id,
            body.length(),
            LogFileName.of(at.key()),
            at.written() == null ? received : at.written());
    return new SourceFile() {
      @Override
      public LogFile file() {
        return file;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void ack() {
        // the message is deleted with the rest of what it announced
      }
    };
  }
}
