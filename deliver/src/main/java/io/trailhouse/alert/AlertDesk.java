package io.trailhouse.alert;

import io.trailhouse.alert.Alert.Progress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The messages of all alerts of a home, for people who look at them and decide. It may be another
/// process that sends them: a decision is left for it on the disk.
public final class AlertDesk {
  private final Path alerts;

  /// @param home the home folder
  public AlertDesk(Path home) {
    this.alerts = folder(home);
  }

  /// Where a home keeps the messages of its alerts, a folder each.
  public static Path folder(Path home) {
    return home.resolve("alerts");
  }

  /// One message.
  ///
  /// @param name of its alert in the configuration
  /// @param decided `retry` or `drop` while nobody has carried it out; else empty
  public record Entry(String name, Alert message, String decided) {}

  /// All that are remembered, the newest first.
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (Files.isDirectory(alerts)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(alerts, Files::isDirectory)) {
        for (Path folder : folders) {
          entries.addAll(list(folder));
        }
      }
    }
    Comparator<Entry> time = Comparator.comparing(entry -> entry.message().progress().at());
    entries.sort(time.reversed().thenComparing(entry -> entry.message().id()));
    return entries;
  }

  private static List<Entry> list(Path folder) throws IOException {
    List<AlertOrders.Order> orders = new AlertOrders(folder).read();
    List<Entry> entries = new ArrayList<>();
    for (Alert alert : AlertFolder.look(folder)) {
      String decided =
          orders.stream()
              .filter(order -> order.id().equals(alert.id()))
              .map(order -> order.kind().name().toLowerCase(Locale.ROOT))
              .findFirst()
              .orElse("");
      Progress progress = alert.progress();
      Alert shown = alert.with(progress.because(AfterStart.cleaned(progress.reason())));
      entries.add(new Entry(String.valueOf(folder.getFileName()), shown, decided));
    }
    return entries;
  }

  /// Decides that a message is sent again.
  public void retry(Entry entry) throws IOException {
    give(entry, AlertOrders.Kind.RETRY);
  }

  /// Decides that nobody needs a message any more.
  public void drop(Entry entry) throws IOException {
    give(entry, AlertOrders.Kind.DROP);
  }

  /// The last decision counts.
  private void give(Entry entry, AlertOrders.Kind kind) throws IOException {
    AlertOrders orders = new AlertOrders(alerts.resolve(entry.name()));
    for (AlertOrders.Kind other : AlertOrders.Kind.values()) {
      if (other != kind) {
        orders.done(new AlertOrders.Order(entry.message().id(), other));
      }
    }
    orders.give(new AlertOrders.Order(entry.message().id(), kind));
  }
}
