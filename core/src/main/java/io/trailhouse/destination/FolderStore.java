package io.trailhouse.destination;

import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// [ObjectStore] in a folder: each object a file that outlives a loss of power. The media type and
/// the encoding are not kept: a key ends with what tells them.
///
/// One program writes to a folder at a time: what another one has begun there is removed when it is
/// opened.
public final class FolderStore implements ObjectStore {
  /// Of one part of a key; file systems take 255, and less when they encrypt names.
  private static final int LONGEST_PART = 200;

  private final Path folder;
  private final WholeFiles files;

  private FolderStore(Path named, WholeFiles files) {
    this.folder = named;
    this.files = files;
  }

  /// Makes the folder when it is not there, and removes what a run that was killed has left
  /// unfinished.
  ///
  /// @throws TrailhouseException with WRONG_USE when nothing may be written there
  public static FolderStore open(Path folder, OutputPlace place) throws IOException {
    return new FolderStore(folder, WholeFiles.open(folder, place, true));
  }

  @Override
  public void put(NewObject object) throws NotDelivered {
    Path target = target(object.key());
    try {
      files.write(target, object.content());
    } catch (IOException e) {
      throw new NotDelivered(
          Failure.again(
              "%s: the file %s cannot be written: %s"
                  .formatted(folder, object.key(), FileReason.of(e))),
          e);
    } catch (TrailhouseException e) {
      throw new NotDelivered(Failure.again(e.place() + ": " + e.problem()), e);
    }
  }

  /// The file of a key, which is below the folder whatever the key says.
  private Path target(String key) throws NotDelivered {
    String problem = ObjectKeys.problem(key);
    if (problem != null) {
      throw refused(problem);
    }
    for (String part : key.split("/", -1)) {
      check(part);
    }
    try {
      return files.file(key);
    } catch (InvalidPathException e) {
      throw refused("this system takes no such name: " + e.getReason());
    }
  }

  private void check(String part) throws NotDelivered {
    if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
      throw refused("a part of its key has more than " + LONGEST_PART + " bytes");
    }
    if (part.startsWith(WholeFiles.UNFINISHED)) {
      throw refused("a part of its key begins as unfinished files do");
    }
    if (part.indexOf('\\') >= 0) {
      throw refused("its key holds a backslash");
    }
  }

  private NotDelivered refused(String why) {
    return new NotDelivered(
        Failure.never("%s: the object cannot be a file: %s".formatted(folder, why)));
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
