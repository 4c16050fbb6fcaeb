package io.trailhouse.coverage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/// Coverage as one JSON object.
public final class CoverageJson {
  private CoverageJson() {}

  /// Prints `{"from": "..", "to": "..", "account_regions": [..], "gaps": [..]}` and a line break.
  public static void print(CoverageReport report, PrintWriter out) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("from", report.from().toString());
      json.writeStringField("to", report.to().toString());
      json.writeArrayFieldStart("account_regions");
      for (Map.Entry<AccountRegion, HourState[]> each : report.hours().entrySet()) {
        json.writeStartObject();
        writeNames(json, each.getKey());
        json.writeArrayFieldStart("hours");
        for (HourState hour : each.getValue()) {
          json.writeString(hour.name().toLowerCase(Locale.ROOT));
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("gaps");
      for (Gap gap : report.gaps()) {
        write(json, gap);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  private static void write(JsonGenerator json, Gap gap) throws IOException {
    json.writeStartObject();
    writeNames(json, gap.accountRegion());
    json.writeStringField("from", gap.from().toString());
    json.writeStringField("to", gap.to().toString());
    json.writeStringField("reason", gap.reason().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("missing_files", gap.count());
    json.writeArrayFieldStart("files");
    for (String file : gap.files()) {
      json.writeString(file);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeNames(JsonGenerator json, AccountRegion accountRegion)
      throws IOException {
    json.writeStringField("account", accountRegion.account());
    json.writeStringField("region", accountRegion.region());
  }
}
