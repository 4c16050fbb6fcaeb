package io.trailhouse.alert;

import io.trailhouse.durable.DurableFile;
import io.trailhouse.durable.PartFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Alerts in a folder, one file each. A file is replaced whole and is on the disk when
/// [#write(Alert)] returns, so whenever the machine stops there stands the old one or the new one.
final class AlertFolder {
  private static final String ENDING = ".json";
  private static final String PART = ".part";
  private static final String DAMAGED = ".damaged";

  private final Path folder;
  private final Steps steps;

  /// Told before each step that a crash could follow.
  @FunctionalInterface
  interface Steps {
    void before(String step);
  }

  AlertFolder(Path folder, Steps steps) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.steps = steps;
  }

  /// What stands in the folder.
  ///
  /// @param damaged how many files say nothing; they are put aside under another name
  record Found(List<Alert> alerts, int damaged) {}

  Found read() throws IOException {
    List<Alert> alerts = new ArrayList<>();
    int damaged = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(PART)) {
          Files.delete(file);
        } else if (name.endsWith(DAMAGED)) {
          damaged++;
        } else if (name.endsWith(ENDING)) {
          Alert alert = AlertJson.read(Files.readAllBytes(file));
          if (alert != null && name.equals(alert.id() + ENDING)) {
            alerts.add(alert);
          } else {
            Files.move(file, file.resolveSibling(name + DAMAGED));
            damaged++;
          }
        }
      }
    }
    return new Found(alerts, damaged);
  }

  /// What somebody has decided about these alerts.
  AlertOrders orders() {
    return new AlertOrders(folder);
  }

  /// The alerts of a folder that another process may be changing; what cannot be read is left out.
  static List<Alert> look(Path folder) throws IOException {
    List<Alert> alerts = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : files) {
        try {
          Alert alert = AlertJson.read(Files.readAllBytes(file));
          if (alert != null) {
            alerts.add(alert);
          }
        } catch (NoSuchFileException e) {
          // it was told, or folded into another, a moment ago
        }
      }
    }
    return alerts;
  }

  void write(Alert alert) throws IOException {
    String name = alert.id() + ENDING;
    steps.before("write");
    try (PartFile part = PartFile.open(folder.resolve(name + PART))) {
      part.out().write(AlertJson.write(alert).getBytes(StandardCharsets.UTF_8));
      steps.before("replace");
      part.replace(folder.resolve(name));
    }
    steps.before("go on");
  }

  void delete(String id) throws IOException {
    steps.before("delete");
    new DurableFile(folder.resolve(id + ENDING)).remove();
  }

  /// Says that the caller is about to do a step of its own.
  void passed(String step) {
    steps.before(step);
  }
}
