package io.trailhouse.alert;

import io.trailhouse.durable.PartFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody has decided about alerts, as files in a folder of their own beside the alerts: the
/// outbox that owns those may run in another process, or in none at the moment.
final class AlertOrders {
  private static final String FOLDER = "orders";
  private static final String PART = ".part";

  private final Path folder;

  /// What is to be done with an alert that has failed or is unknown.
  enum Kind {
    /// It is sent again.
    RETRY,
    /// Nobody sends it any more.
    DROP;

    private String ending() {
      return "." + name().toLowerCase(Locale.ROOT);
    }
  }

  /// One decision.
  record Order(String id, Kind kind) {}

  /// @param alerts the folder of the alerts
  AlertOrders(Path alerts) {
    this.folder = alerts.resolve(FOLDER);
  }

  /// Writes an order down; it is on the disk when this returns.
  void give(Order order) throws IOException {
    Files.createDirectories(folder);
    Path file = file(order);
    try (PartFile part = PartFile.open(folder.resolve(file.getFileName() + PART))) {
      part.replace(file);
    }
  }

  /// Those that nobody has carried out.
  List<Order> read() throws IOException {
    List<Order> orders = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return orders;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Order order = order(String.valueOf(file.getFileName()));
        if (order != null) {
          orders.add(order);
        }
      }
    }
    return orders;
  }

  private static @Nullable Order order(String name) {
    for (Kind kind : Kind.values()) {
      if (name.endsWith(kind.ending())) {
        return new Order(name.substring(0, name.length() - kind.ending().length()), kind);
      }
    }
    return null;
  }

  /// Forgets an order that was carried out. A crash before this repeats it, which changes nothing.
  void done(Order order) throws IOException {
    Files.deleteIfExists(file(order));
  }

  private Path file(Order order) {
    return folder.resolve(order.id() + order.kind().ending());
  }
}
