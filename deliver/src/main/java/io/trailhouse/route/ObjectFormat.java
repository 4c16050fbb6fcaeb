package io.trailhouse.route;

import java.util.List;

/// Makes the content of one object. For any number of threads.
public interface ObjectFormat {
  /// The object's bytes; the same for the same records.
  ///
  /// @param records JSON texts in UTF-8
  byte[] encode(List<byte[]> records);

  /// The end of the object's name, such as `.json.gz`.
  String ending();

  String mediaType();

  /// `gzip`, or empty.
  String encoding();
}
