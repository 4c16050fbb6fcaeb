package io.trailhouse.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.route.DryRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/// What a dry run says, as one JSON object by names of routes.
final class DryRunJson {
  private DryRunJson() {}

  static void print(PrintWriter out, Map<String, DryRun.Outcome> outcomes) throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .createGenerator(out)) {
      json.writeStartObject();
      for (Map.Entry<String, DryRun.Outcome> each : outcomes.entrySet()) {
        DryRun.Outcome outcome = each.getValue();
        json.writeObjectFieldStart(each.getKey());
        json.writeNumberField("in", outcome.in());
        json.writeNumberField("kept", outcome.kept());
        json.writeNumberField("dropped", outcome.dropped());
        json.writeNumberField("sampled_out", outcome.sampledOut());
        json.writeNumberField("bytes", outcome.bytes());
        json.writeNumberField("objects", outcome.objects());
        json.writeStringField("first", outcome.first() == null ? null : outcome.first().toString());
        json.writeStringField("last", outcome.last() == null ? null : outcome.last().toString());
        samples(json, "kept_samples", outcome.keptSamples());
        samples(json, "dropped_samples", outcome.droppedSamples());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    out.println();
  }

  private static void samples(JsonGenerator json, String name, List<String> samples)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String sample : samples) {
      json.writeRawValue(sample);
    }
    json.writeEndArray();
  }
}
