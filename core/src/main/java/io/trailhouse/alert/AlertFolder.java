package io.trailhouse.alert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

  void write(Alert alert) throws IOException {
    String name = alert.id() + ENDING;
    Path part = folder.resolve(name + PART);
    steps.before("write");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer text = ByteBuffer.wrap(AlertJson.write(alert).getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    steps.before("replace");
    Files.move(
        part,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
    steps.before("go on");
  }

  void delete(String id) throws IOException {
    steps.before("delete");
    Files.deleteIfExists(folder.resolve(id + ENDING));
  }

  /// Says that the caller is about to do a step of its own.
  void passed(String step) {
    steps.before(step);
  }

  /// Makes the new name itself durable, where the system lets a folder be opened.
  private void forceFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders and needs no such step
    }
  }
}
