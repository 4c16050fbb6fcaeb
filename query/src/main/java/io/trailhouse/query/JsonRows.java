package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One array, each row an object on a line of its own.
final class JsonRows implements RowWriter {
  private final PrintWriter out;
  private List<QueryAnswer.Column> columns = List.of();
  private boolean first = true;

  JsonRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void start(List<QueryAnswer.Column> found) {
    columns = found;
    out.print("[");
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    out.print(first ? "\n" : ",\n");
    first = false;
    JsonGenerator generator = ValueText.JSON.createGenerator(out);
    generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    generator.writeStartObject();
    for (int i = 0; i < values.size(); i++) {
      generator.writeFieldName(columns.get(i).name());
      ValueText.write(generator, values.get(i));
    }
    generator.writeEndObject();
    generator.close();
  }

  @Override
  public void end() {
    out.println(first ? "]" : "\n]");
  }
}
