package io.trailhouse.page;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Is told of all that is asked and changed over the page (docs/spec/page.md, P2). For any number
/// of threads.
@FunctionalInterface
public interface Audit {
  /// Something that somebody asked for has ended. Must not fail.
  void tell(Line line);

  /// What was asked, and how it ended.
  ///
  /// @param address of the asker's side of the connection
  /// @param call the name of the call in the contract, or `download`
  /// @param text what was asked, whole, as it came: hostile
  /// @param rows read from tables on the way
  /// @param problem why it did not end as it should; null when it did
  record Line(
      String user,
      String address,
      String call,
      String text,
      long rows,
      Duration took,
      @Nullable String problem) {}
}
