package io.trailhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trailhouse.sink.NotDelivered;
import io.trailhouse.sink.ObjectStore;
import io.trailhouse.sink.ObjectStore.NewObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ObjectStore] does.
public abstract class ObjectStoreContract {
  /// The store under test, always the same.
  protected abstract ObjectStore store() throws Exception;

  /// All that is there, by key.
  protected abstract Map<String, byte[]> objects() throws Exception;

  private static NewObject object(String key, byte[] content) {
    return new NewObject(key, content, "application/json", "gzip");
  }

  @Test
  void anObjectIsWrittenWhole() throws Exception {
    byte[] content = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    store().put(object("a/b=1/c d+\u00e4%20&.json", content));
    store().put(object("empty.json", new byte[0]));
    assertThat(objects()).containsOnlyKeys("a/b=1/c d+\u00e4%20&.json", "empty.json");
    assertThat(objects().get("a/b=1/c d+\u00e4%20&.json")).isEqualTo(content);
    assertThat(objects().get("empty.json")).isEmpty();
  }

  @Test
  void theSameObjectTwiceIsOne() throws Exception {
    byte[] content = {1, 2, 3};
    store().put(object("x/y", content));
    store().put(object("x/y", content));
    assertThat(objects()).containsOnlyKeys("x/y");
    assertThat(objects().get("x/y")).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {16 << 20, (16 << 20) + 1, 20_000_000})
  void largeObjectsAreWrittenWhole(int size) throws Exception {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    store().put(object("large/" + size, content));
    assertThat(objects().get("large/" + size)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "..",
        "../up",
        "a/../../up",
        "a/./b",
        "a//b",
        "a/",
        "a\u0000b",
        "a\nb"
      })
  void aKeyThatLeadsElsewhereIsRefusedForGood(String key) throws Exception {
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> store().put(object(key, new byte[1])))
        .matches(failure -> !failure.isPassing());
    assertThat(objects()).isEmpty();
  }

  @Test
  void aKeyThatIsTooLongIsRefusedForGood() throws Exception {
    String key = "a/".repeat(512) + "b";
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> store().put(object(key, new byte[1])))
        .matches(failure -> !failure.isPassing());
  }

  @Test
  void manyThreadsMayWrite() throws Exception {
    ObjectStore store = store();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int number = 0; number < 40; number++) {
        byte[] content = {(byte) number};
        String key = "many/" + number % 7 + "/" + number;
        Callable<Boolean> put =
            () -> {
              store.put(object(key, content));
              return true;
            };
        running.add(threads.submit(put));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(objects()).hasSize(40);
  }
}
