package io.trailhouse.route;

import io.trailhouse.destination.NotDelivered;
import java.util.List;

/// Where a route's events leave: as objects or as messages. For one thread.
public interface RouteWriter extends AutoCloseable {
  /// Takes one kept event into the batch under way; nothing is sent.
  void add(Kept event);

  /// How much is in the batch's largest object, or in the batch where there are no objects, in
  /// bytes before compression.
  long largest();

  /// How much is in the whole batch, in bytes before compression.
  long size();

  /// Whether the batch must be written before more is added.
  boolean isFull();

  /// Sends the batch. After a failure the same call goes on with what is left.
  ///
  /// @return how many events will never be taken, by reason: they are in the error place if there
  ///   is one
  /// @throws NotDelivered when some of it waits
  List<Failed> send(Span span) throws NotDelivered;

  /// Gives up what has not been sent: to the error place if there is one.
  ///
  /// @throws NotDelivered when the error place does not take it either
  List<Failed> giveUp(Span span, String reason) throws NotDelivered;

  /// Forgets the batch.
  void clear();

  @Override
  default void close() {}

  /// Events that will never be taken.
  record Failed(String reason, long events) {}
}
