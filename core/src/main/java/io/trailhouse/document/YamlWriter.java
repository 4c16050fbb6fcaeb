package io.trailhouse.document;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Writes a YAML document as a person would: one key a line, texts of several lines as blocks, and
/// quotes where [YamlDocuments] would otherwise read something else.
public final class YamlWriter {
  private YamlWriter() {}

  /// One document.
  ///
  /// @param document of maps, lists and texts
  public static String write(Map<String, ?> document) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setSplitLines(false)
            .build();
    // the library quotes a text with DEL in it and leaves DEL as it is, which YAML forbids
    return new Dump(settings).dumpToString(document).replace("\u007f", "\\x7F");
  }
}
