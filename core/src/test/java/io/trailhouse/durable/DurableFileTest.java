package io.trailhouse.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file is the old one or the new one, and nothing stays beside it.
class DurableFileTest {
  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aWriteReplacesTheWholeContentAndLeavesNothingBeside() throws IOException {
    DurableFile file = new DurableFile(folder.resolve("state"));
    assertThat(file.read()).isNull();
    file.write(bytes("a long first content"));
    file.write(bytes("second"));
    assertThat(file.read()).isEqualTo(bytes("second"));
    file.write(out -> {
      out.write('t');
      out.write(bytes("hird"));
    });
    assertThat(file.read()).isEqualTo(bytes("third"));
    assertThat(names()).containsExactly("state");
  }

  @Test
  void aWriteThatFailsInTheMiddleLeavesTheOldContentAndNothingElse() throws IOException {
    DurableFile file = new DurableFile(folder.resolve("state"));
    file.write(bytes("old"));
    assertThatThrownBy(() ->
            file.write(out -> {
              out.write(bytes("half of the n"));
              throw new IOException("no space left on device");
            }))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left on device");
    assertThatThrownBy(() ->
            file.write(out -> {
              out.write(bytes("half"));
              throw new IllegalStateException("a mistake");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file.read()).isEqualTo(bytes("old"));
    assertThat(names()).containsExactly("state");
  }

  @Test
  void whatAKilledProcessHasLeftIsWrittenOver() throws IOException {
    Files.writeString(folder.resolve("state.part"), "half of something much longer than the new");
    DurableFile file = new DurableFile(folder.resolve("state"));
    assertThat(file.read()).isNull();
    file.write(bytes("new"));
    assertThat(file.read()).isEqualTo(bytes("new"));
    assertThat(names()).containsExactly("state");
  }

  @Test
  void onlyTheFolderOfTheFileIsMade() throws IOException {
    new DurableFile(folder.resolve("routes/state")).write(bytes("x"));
    assertThat(folder.resolve("routes/state")).hasContent("x");
    DurableFile gone = new DurableFile(folder.resolve("unmounted/routes/state"));
    assertThatThrownBy(() -> gone.write(bytes("x"))).isInstanceOf(IOException.class);
    assertThat(folder.resolve("unmounted")).doesNotExist();
  }

  @Test
  void aFolderThatMayNotBeWrittenKeepsTheOldContent() throws IOException {
    assumeTrue(!"root".equals(System.getProperty("user.name")), "needs a user without rights");
    DurableFile file = new DurableFile(folder.resolve("state"));
    file.write(bytes("old"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThatThrownBy(() -> file.write(bytes("new"))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> file.create(bytes("new"))).isInstanceOf(IOException.class);
      assertThatThrownBy(file::remove).isInstanceOf(IOException.class);
      assertThat(file.read()).isEqualTo(bytes("old"));
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void aPlaceThatCannotBeReplacedStaysAndNothingIsLeftBeside() throws IOException {
    Files.createDirectories(folder.resolve("state/full"));
    DurableFile file = new DurableFile(folder.resolve("state"));
    assertThatThrownBy(() -> file.write(bytes("new"))).isInstanceOf(FileSystemException.class);
    assertThatThrownBy(file::remove).isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(names()).containsExactly("state");
  }

  @Test
  void aLinkIsReplacedAndWhatItLeadsToStays() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "of somebody else");
    Files.createSymbolicLink(folder.resolve("state"), other);
    new DurableFile(folder.resolve("state")).write(bytes("new"));
    assertThat(Files.isSymbolicLink(folder.resolve("state"))).isFalse();
    assertThat(folder.resolve("state")).hasContent("new");
    assertThat(other).hasContent("of somebody else");
  }

  @Test
  void aLinkInThePlaceOfThePartIsNotFollowed() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "of somebody else");
    Files.createSymbolicLink(folder.resolve("state.part"), other);
    DurableFile file = new DurableFile(folder.resolve("state"));
    assertThatThrownBy(() -> file.write(bytes("new"))).isInstanceOf(IOException.class);
    assertThat(other).hasContent("of somebody else");
    assertThat(file.read()).isNull();
  }

  @Test
  void whatIsThereIsNotCreatedAgain() throws IOException {
    DurableFile file = new DurableFile(folder.resolve("marker"));
    assertThat(file.create(bytes("first"))).isTrue();
    assertThat(file.create(bytes("second"))).isFalse();
    assertThat(file.read()).isEqualTo(bytes("first"));
    assertThat(names()).containsExactly("marker");
  }

  @Test
  void ofManyWhoCreateOneDoes() throws Exception {
    Path target = folder.resolve("marker");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> all =
          Stream.of("a", "b", "c", "d")
              .map(name ->
                  (Callable<Boolean>)
                      () -> {
                        try (PartFile part = PartFile.open(folder.resolve(name))) {
                          part.out().write(bytes(name));
                          return part.create(target);
                        }
                      })
              .toList();
      int created = 0;
      for (Future<Boolean> each : threads.invokeAll(all)) {
        created += each.get() ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
      assertThat(names()).containsExactly("marker");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aPartThatIsPutNowhereIsGone() throws IOException {
    try (PartFile part = PartFile.open(folder.resolve("x.part"))) {
      part.out().write(1);
      assertThat(names()).containsExactly("x.part");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aStreamThatItsWriterHasClosedIsPutInPlace() throws IOException {
    try (PartFile part = PartFile.open(folder.resolve("x.part"))) {
      part.out().write(bytes("whole"));
      part.out().close();
      part.replace(folder.resolve("x"));
    }
    assertThat(folder.resolve("x")).hasContent("whole");
    assertThat(names()).containsExactly("x");
  }

  @Test
  void aWholeFileTakesThePlaceOfAnotherOrIsGone() throws IOException {
    Path whole = Files.writeString(folder.resolve("whole"), "new");
    Path target = Files.writeString(folder.resolve("target"), "old");
    PartFile.place(whole, target);
    assertThat(target).hasContent("new");
    Path again = Files.writeString(folder.resolve("whole"), "newer");
    Path full = Files.createDirectories(folder.resolve("full/x")).getParent();
    assertThatThrownBy(() -> PartFile.place(again, full)).isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("full", "target");
  }

  @Test
  void aRemovedFileIsGoneAndMayBeRemovedAgain() throws IOException {
    DurableFile file = new DurableFile(folder.resolve("state"));
    file.write(bytes("x"));
    file.remove();
    file.remove();
    assertThat(file.read()).isNull();
    assertThat(names()).isEmpty();
  }

  @Test
  void allFoldersOfAPathAreMade() throws IOException {
    Path deep = folder.resolve("a/b/c");
    Folders.makeAll(deep);
    Folders.makeAll(deep);
    assertThat(deep).isDirectory();
    Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> Folders.make(folder.resolve("file"))).isInstanceOf(IOException.class);
  }
}
