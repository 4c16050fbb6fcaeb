package io.trailhouse.watch;

import io.trailhouse.document.Yaml;
import io.trailhouse.document.YamlDocuments;
import io.trailhouse.select.InvalidConditionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The rules that come with Trailhouse and learn what is usual; [MetricAlarms#cis] has the others.
public final class BuiltInWatches {
  private BuiltInWatches() {}

  /// All of them; leave out those that need places where there is no file of places.
  public static List<WatchSpec> all() {
    return load("watches.yaml");
  }

  static List<WatchSpec> load(String resource) {
    List<WatchSpec> specs = new ArrayList<>();
    try (InputStream in = BuiltInWatches.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the jar");
      }
      for (Yaml each : YamlDocuments.read(in, resource).documents()) {
        if (each instanceof Yaml.Mapping document) {
          specs.add(WatchReader.read(document.plain()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidConditionException e) {
      throw new IllegalStateException(resource + ": " + e.getMessage(), e);
    }
    return specs;
  }
}
