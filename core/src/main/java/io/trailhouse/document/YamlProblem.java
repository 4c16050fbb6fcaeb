package io.trailhouse.document;

/// What is wrong with the form of a file. Its readers word it.
///
/// @param line from 1
/// @param column from 1
/// @param path the keys down to it with dots between; empty for the whole document
/// @param text what it is about, as its kind says
public record YamlProblem(Kind kind, int line, int column, String path, String text) {
  /// What can be wrong.
  public enum Kind {
    /// The file is no text; the text says why, and nothing of it was read.
    UNFIT,
    /// The text says why it is no YAML; nothing behind the place was read.
    NOT_YAML,
    /// The document is larger or deeper than anybody writes; what is behind it is missing.
    TOO_LARGE,
    /// A key is no plain name; it is missing.
    NO_NAME,
    /// A key that has stood there; the first one counts.
    TWICE,
    /// The text looks like a number that none can be compared with.
    NO_NUMBER,
    /// The text is a tag that nobody knows; the value is read as text.
    UNKNOWN_TAG
  }
}
