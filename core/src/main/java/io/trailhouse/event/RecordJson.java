package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The one JSON factory for records and parts of them: what [EventReader] has let through, nobody
/// behind it refuses. Sizes and nesting are held by [ReadLimits]; the limit of nesting here lies
/// far above.
public final class RecordJson {
  private static final int DEEPEST = 100_000;

  public static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private RecordJson() {}

  /// A parser of a record or of a part of it, that reads whatever [EventReader] lets through.
  public static JsonParser parser(byte[] bytes, int from, int length) throws IOException {
    return HalfPairParser.of(bytes, from, length);
  }

  /// The same for a text.
  public static JsonParser parser(String text) throws IOException {
    byte[] bytes = JsonStrings.encodable(text).getBytes(StandardCharsets.UTF_8);
    return parser(bytes, 0, bytes.length);
  }
}
