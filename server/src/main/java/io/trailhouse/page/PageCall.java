package io.trailhouse.page;

import io.trailhouse.login.Role;
import io.trailhouse.web.WebAnswer;
import java.io.IOException;

/// One kind of question that the page asks: a row of the table in docs/spec/page.md, P5. For any
/// number of threads.
@FunctionalInterface
public interface PageCall {
  /// Answers it, whole or as a stream.
  ///
  /// @throws io.trailhouse.problem.TrailhouseException for what the asker is told, as long as
  ///   nothing has been answered
  /// @throws IOException when the asker has gone
  void answer(Asked asked, WebAnswer answer) throws IOException;

  /// A question and who may ask it.
  record For(Role needed, PageCall call) {}
}
