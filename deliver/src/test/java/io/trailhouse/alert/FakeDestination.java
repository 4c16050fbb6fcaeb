package io.trailhouse.alert;

import io.trailhouse.destination.Failure;
import io.trailhouse.destination.NotDelivered;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Takes messages in memory; survives the outboxes that send to it.
final class FakeDestination implements Notifier {
  private final List<AlertMessage> taken = new ArrayList<>();
  private @Nullable Failure answer;
  private int calls;

  @Override
  public void send(AlertMessage message) throws NotDelivered {
    calls++;
    if (answer != null) {
      throw new NotDelivered(answer);
    }
    taken.add(message);
  }

  /// Null takes messages again.
  void answer(@Nullable Failure failure) {
    answer = failure;
  }

  List<AlertMessage> taken() {
    return taken;
  }

  int calls() {
    return calls;
  }

  Set<String> ids() {
    return taken.stream().map(AlertMessage::id).collect(Collectors.toCollection(TreeSet::new));
  }

  List<String> titles() {
    return taken.stream().map(AlertMessage::title).toList();
  }

  long findings() {
    return taken.stream().mapToLong(AlertMessage::count).sum();
  }
}
