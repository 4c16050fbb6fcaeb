package io.trailhouse.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trailhouse.destination.ObjectStore.NewObject;
import io.trailhouse.fixture.ObjectStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest extends ObjectStoreContract {
  @TempDir private Path around;

  private Path folder() {
    return around.resolve("out");
  }

  @Override
  protected ObjectStore store() throws IOException {
    return FolderStore.open(folder(), new OutputPlace(List.of()));
  }

  @Override
  protected Map<String, byte[]> objects() throws IOException {
    Map<String, byte[]> objects = new HashMap<>();
    if (Files.exists(folder())) {
      try (Stream<Path> files = Files.walk(around)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          objects.put(folder().relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return objects;
  }

  private static NewObject object(String key) {
    return new NewObject(key, new byte[] {1}, "text/plain", "");
  }

  @Test
  void aPartThatFileSystemsRefuseIsRefusedForGood() throws Exception {
    for (String key :
        List.of("a/" + "b".repeat(201), "\u00e4".repeat(101), "a\\..\\b", ".trailhouse-x.part")) {
      assertThatExceptionOfType(NotDelivered.class)
          .as(key)
          .isThrownBy(() -> store().put(object(key)))
          .matches(failure -> !failure.isPassing())
          .withMessageContaining("cannot be a file");
    }
    store().put(object("a/" + "b".repeat(200)));
    store().put(object("..a/b../...c"));
    assertThat(objects()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b/c"})
  void aFileInTheWayIsWaitedFor(String key) throws Exception {
    ObjectStore store = store();
    store.put(object("a/b"));
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> store.put(object(key)))
        .matches(NotDelivered::isPassing);
    assertThat(objects()).containsOnlyKeys("a/b");
  }

  @Test
  void whatAKilledRunHasLeftIsRemoved() throws Exception {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve(".trailhouse-0-1.part"), "half");
    Files.writeString(folder().resolve("theirs.part"), "kept");
    store().put(object("a"));
    assertThat(objects()).containsOnlyKeys("a", "theirs.part");
  }
}
