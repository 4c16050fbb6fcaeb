package io.trailhouse.destination;

import io.trailhouse.problem.FileReason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Prints messages as JSON Lines. Whoever made the stream closes it.
public final class PrintSink implements MessageSink {
  private static final Limits LIMITS = new Limits(1_000, 32 << 20, 16 << 20, 1);

  private final OutputStream out;

  public PrintSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public List<Refusal> send(List<Message> messages) throws NotDelivered {
    return Sending.send(messages, LIMITS, this::print);
  }

  private List<Refusal> print(List<Message> part) throws NotDelivered {
    try {
      for (Message message : part) {
        out.write(line(message.body()));
      }
      out.flush();
      return List.of();
    } catch (IOException e) {
      throw new NotDelivered(Failure.again("the output accepts no more: " + FileReason.of(e)), e);
    }
  }

  /// JSON has line ends only where it may have spaces.
  private static byte[] line(byte[] body) {
    byte[] line = new byte[body.length + 1];
    for (int at = 0; at < body.length; at++) {
      line[at] = body[at] == '\n' || body[at] == '\r' ? (byte) ' ' : body[at];
    }
    line[body.length] = '\n';
    return line;
  }
}
