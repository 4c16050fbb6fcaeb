package io.trailhouse.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.fixture.MessageSinkContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrintSinkTest extends MessageSinkContract {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private boolean fails;

  private final PrintSink sink =
      new PrintSink(
          new OutputStream() {
            @Override
            public void write(int one) {
              throw new UnsupportedOperationException("bytes come together");
            }

            @Override
            public void write(byte[] bytes) throws IOException {
              if (fails) {
                throw new IOException("Broken pipe");
              }
              printed.write(bytes);
            }
          });

  @Override
  protected MessageSink sink() {
    return sink;
  }

  @Override
  protected List<String> taken() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  protected void fail(boolean now) {
    fails = now;
  }

  @Override
  protected MessageSink.@Nullable Message refused(String id) {
    return null;
  }

  @Override
  protected MessageSink.@Nullable Message poison(String id) {
    return null;
  }

  @Test
  void aMessageOfManyLinesBecomesOne() throws Exception {
    sink.send(List.of(message("a", "{\r\n \"a\": 1\n}", Map.of()), message("b", "{}", Map.of())));
    assertThat(taken()).containsExactly("{   \"a\": 1 }", "{}");
  }
}
