package io.trailhouse.source;

import io.trailhouse.problem.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Log files and archives of them in folders, and single files.
///
/// Files are lent in the order of their delivery time, because files of one time hold events of one
/// day; for that some [#WINDOW] paths are held and sorted at a time, so that memory stays bounded
/// for any number of files. Links are followed, each folder is walked once.
public final class FolderSource implements Source {
  private static final int WINDOW = 200_000;
  private static final String NO_FILE =
      "it is a pipe, a socket or a device; what comes out of a pipe is read with `-`";
  private static final Comparator<LogFilePath> BY_DELIVERY =
      Comparator.comparing((LogFilePath at) -> at.file().deliveredAt())
          .thenComparing(at -> at.file().origin());

  private final Set<Path> roots;
  private final Path scratch;

  /// @param roots files and folders; each exists
  /// @param scratch a folder for what has to be unpacked on the way; made when needed
  public FolderSource(List<Path> roots, Path scratch) {
    this.roots = new LinkedHashSet<>(roots);
    this.scratch = scratch;
  }

  private record LogFilePath(Path path, LogFile file) {}

  @Override
  public void emit(Listener listener) throws InterruptedException {
    List<LogFilePath> window = new ArrayList<>();
    Set<Object> walked = new HashSet<>();
    Deque<Path> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Path path = open.pop();
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          Object identity = attributes.fileKey() == null ? path.toRealPath() : attributes.fileKey();
          if (isHome(path)) {
            listener.leftAlone(path.toString());
          } else if (walked.add(identity)) {
            children(path).forEach(open::push);
          }
        } else if (attributes.isOther()) {
          listener.unreadable(path.toString(), NO_FILE);
        } else if (roots.contains(path) || FileForm.isLogFileOrArchive(path)) {
          window.add(new LogFilePath(path, file(path, attributes)));
        } else {
          listener.leftAlone(path.toString());
        }
      } catch (IOException e) {
        listener.unreadable(
            path.toString(),
            Files.isSymbolicLink(path) && e instanceof NoSuchFileException
                ? "it is a link to something that is not there"
                : FileReason.of(e));
      }
      if (window.size() >= WINDOW) {
        lend(window, listener);
      }
    }
    lend(window, listener);
  }

  /// Whether this is a home folder of this program, which often lies beside the evidence: its
  /// metadata looks like log files. Folders inside a home can be named and are walked.
  private static boolean isHome(Path folder) {
    return Files.isRegularFile(folder.resolve("catalog.db"))
        && Files.isDirectory(folder.resolve("warehouse"));
  }

  /// Last name first, because they are pushed on a stack.
  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.reverseOrder());
    return children;
  }

  private static LogFile file(Path path, BasicFileAttributes attributes) {
    String origin = exactName(path.toAbsolutePath().normalize());
    LogFileName name = LogFileName.of(origin.replace('\\', '/'));
    Instant modified = attributes.lastModifiedTime().toInstant();
    Instant delivered = name.deliveredAt();
    return new LogFile(
        origin,
        attributes.size() + "-" + modified.toEpochMilli(),
        attributes.size(),
        name,
        delivered == null ? modified : delivered);
  }

  /// The path as text; as a URI when text cannot tell it from others, because its bytes are no text
  /// in this system's encoding.
  private static String exactName(Path path) {
    String text = path.toString();
    try {
      return Path.of(text).equals(path) ? text : path.toUri().toString();
    } catch (InvalidPathException e) {
      return path.toUri().toString();
    }
  }

  private void lend(List<LogFilePath> window, Listener listener) throws InterruptedException {
    window.sort(BY_DELIVERY);
    listener.found(window.size(), window.stream().mapToLong(at -> at.file().size()).sum());
    for (LogFilePath at : window) {
      try {
        FileForm form = isNamedByTrail(at) ? FileForm.LOG_FILE : FileForm.of(at.path());
        if (form == FileForm.LOG_FILE) {
          listener.take(new FolderFile(at.path(), at.file()));
        } else {
          new Archive(at.path(), at.file(), scratch).deliver(listener);
        }
      } catch (IOException e) {
        listener.unreadable(at.path().toString(), FileReason.of(e));
      }
    }
    window.clear();
  }

  /// A look into each of many small files would cost as much as reading it.
  private static boolean isNamedByTrail(LogFilePath at) {
    return at.file().name().account() != null && at.file().origin().endsWith(".json.gz");
  }

  private record FolderFile(Path path, LogFile file) implements SourceFile {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public void ack() {
      // the file is the user's and stays where it is
    }
  }
}
