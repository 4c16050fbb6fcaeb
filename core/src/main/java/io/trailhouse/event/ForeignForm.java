package io.trailhouse.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Files of other forms that people hand over as log files, told by their first bytes, so that they
/// are named instead of being read as broken JSON.
enum ForeignForm {
  ZIP("a zip archive", 0, "PK\3\4"),
  EMPTY_ZIP("an empty zip archive", 0, "PK\5\6"),
  TAR("a tar archive", 257, "ustar"),
  GZIP_TWICE("packed with gzip once more", 0, "\u001f\u008b"),
  ZSTD("packed with zstd", 0, "(\u00b5/\u00fd"),
  BZIP2("packed with bzip2", 0, "BZh"),
  XZ("packed with xz", 0, "\u00fd7zXZ\0"),
  PARQUET("a Parquet file", 0, "PAR1");

  private final String description;
  private final int at;
  private final String magic;

  /// @param magic each character stands for the byte of its number
  ForeignForm(String description, int at, String magic) {
    this.description = description;
    this.at = at;
    this.magic = magic;
  }

  /// A sentence about the form that a file's content begins with; null when it may be JSON.
  static @Nullable String problem(byte[] bytes, int length) {
    for (ForeignForm form : values()) {
      int size = form.magic.length();
      if (length >= form.at + size
          && new String(bytes, form.at, size, StandardCharsets.ISO_8859_1).equals(form.magic)) {
        return "what is in it is " + form.description + ": unpack that first";
      }
    }
    return null;
  }
}
