package io.trailhouse.services;

import io.trailhouse.dashboard.Widget;
import io.trailhouse.dashboard.WidgetSpan;
import io.trailhouse.query.QueryAnswer;

/// What a widget shows. Must be closed.
///
/// @param widget what was asked, and how its answer is shown
/// @param span the time that was meant
/// @param sql the statement as it was run: asked again, it gives the same
/// @param rows are read while the statement runs
public record WidgetAnswer(Widget widget, WidgetSpan span, String sql, QueryAnswer rows)
    implements AutoCloseable {
  @Override
  public void close() {
    rows.close();
  }
}
