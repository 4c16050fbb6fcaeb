package io.trailhouse.destination;

/// A place for whole objects: a folder or a bucket. For any number of threads.
public interface ObjectStore extends AutoCloseable {
  /// Writes an object whole or not at all. An object that is there already under the same key is
  /// replaced: callers give a key to the same bytes only.
  void put(NewObject object) throws NotDelivered;

  @Override
  default void close() {}

  /// An object that is to be written.
  ///
  /// @param key with `/` between its parts; no part is empty, `.` or `..`
  /// @param type its media type
  /// @param encoding `gzip`, or empty
  record NewObject(String key, byte[] content, String type, String encoding) {}
}
