package io.trailhouse.integrity;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a trail's files lie: a bucket, or a folder laid out like one.
public interface TrailStore {
  /// The folders that hold digest files: each ends with `CloudTrail-Digest/<Region>/`.
  List<String> digestFolders() throws IOException;

  /// Every key below a prefix, in no certain order.
  void keys(String prefix, Consumer<String> each) throws IOException;

  /// Opens a file; null when there is none.
  ///
  /// @param bucket null for the store's own
  @Nullable Stored open(@Nullable String bucket, String key) throws IOException;

  /// The bucket it is; null for a copy, whose original place the digests tell.
  @Nullable String bucket();

  /// A file that was opened; whoever opens closes.
  ///
  /// @param metadata what the store keeps beside the bytes, with lower-case names
  /// @param problem why that tells no signature, where somebody meant it to; null otherwise
  record Stored(InputStream bytes, Map<String, String> metadata, @Nullable String problem)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
