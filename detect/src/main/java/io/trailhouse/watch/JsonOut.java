package io.trailhouse.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.trailhouse.event.RecordJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Writes small JSON texts.
final class JsonOut {
  private JsonOut() {}

  interface Writing {
    void write(JsonGenerator out) throws IOException;
  }

  /// A string in quotes.
  static String text(String value) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
  }

  static String of(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = RecordJson.FACTORY.createGenerator(text)) {
      writing.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
