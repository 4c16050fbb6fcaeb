package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.trailhouse.event.RecordJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/// A record laid out for people: a member on each line, numbers with their digits, and nothing in
/// it that could change a terminal.
public final class PrettyJson {
  private PrettyJson() {}

  /// Lays out one JSON value.
  public static String of(String json) {
    StringWriter text = new StringWriter();
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    try (JsonParser parser = RecordJson.parser(json);
        JsonGenerator out = ValueText.JSON.createGenerator(text)) {
      out.setPrettyPrinter(printer);
      while (parser.nextToken() != null) {
        if (parser.currentToken().isNumeric()) {
          out.writeNumber(parser.getText());
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
          out.writeString(parser.getText());
        } else {
          out.copyCurrentEvent(parser);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().lines().map(Cell::visible).collect(Collectors.joining("\n"));
  }
}
