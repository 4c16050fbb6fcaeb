package io.trailhouse.lake.check;

/// What a file is to its table.
public enum FileKind {
  METADATA("metadata file"),
  MANIFEST_LIST("list of manifests"),
  MANIFEST("manifest"),
  DATA_FILE("data file"),
  DELETE_FILE("delete file"),
  INPUTS("input manifest"),
  STATISTICS("statistics file");

  private final String words;

  FileKind(String words) {
    this.words = words;
  }

  /// For people.
  public String words() {
    return words;
  }
}
