package org.apache.hadoop.fs;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A slash-separated name. It opens nothing: our files are read and written through Iceberg's
/// FileIO and parquet-java's InputFile and OutputFile.
public class Path {
  private final String name;

  public Path(String name) {
    this.name = name;
  }

  public Path(URI name) {
    this(name.toString());
  }

  public Path(Path parent, String child) {
    this(parent.name.endsWith("/") ? parent.name + child : parent.name + "/" + child);
  }

  public String getName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  public @Nullable Path getParent() {
    int slash = name.lastIndexOf('/');
    return slash <= 0 ? null : new Path(name.substring(0, slash));
  }

  public URI toUri() {
    return URI.create(name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Path path && name.equals(path.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
