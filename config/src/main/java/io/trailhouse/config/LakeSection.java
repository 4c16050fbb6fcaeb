package io.trailhouse.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads `lake`.
final class LakeSection {
  private final Values values;

  LakeSection(Values values) {
    this.values = values;
  }

  LakeSpec read() {
    RetentionSection retention = new RetentionSection(values);
    Retention general = retention.read();
    return new LakeSpec(
        warehouse(),
        catalog(),
        general,
        retention.accounts(general),
        new HoldsSection(values).read());
  }

  private @Nullable Path warehouse() {
    String text = values.text(Keys.WAREHOUSE);
    if (text == null) {
      return null;
    }
    if (text.isBlank() || text.contains("://")) {
      values.wrong(Keys.WAREHOUSE, "must be a local folder; buckets are not supported yet");
      return null;
    }
    try {
      return values.folder().resolve(text).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      values.wrong(Keys.WAREHOUSE, "is not the name of a folder");
      return null;
    }
  }

  private CatalogSpec catalog() {
    String text = values.text(Keys.CATALOG);
    if (text != null && !text.equals("embedded")) {
      boolean planned = text.matches("(?s)jdbc:.*|rest:.*|glue");
      values.wrong(
          Keys.CATALOG,
          planned
              ? "is not supported yet by this version, which has the catalog `embedded`"
              : "is no catalog; this version has `embedded`");
    }
    return new CatalogSpec.Embedded();
  }
}
