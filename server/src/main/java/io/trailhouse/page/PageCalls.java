package io.trailhouse.page;

import java.util.Map;
import java.util.TreeMap;

/// All that the page asks of a home: the table of docs/spec/page.md, P5, but for who asks and for
/// dashboards.
public final class PageCalls {
  private final Asking asking;
  private final Tickets tickets;

  public PageCalls(PageHome home) {
    this.asking = new Asking(home);
    this.tickets = new Tickets(home);
  }

  /// Each by its name. A call that cannot be answered throws what [PageProblem#of] tells, as long
  /// as nothing was answered.
  Map<String, PageCall.For> all() {
    Map<String, PageCall.For> calls = new TreeMap<>();
    SearchCalls.addTo(calls, asking);
    EventCalls.addTo(calls, asking);
    FindingCalls.addTo(calls, asking);
    CoverageCalls.addTo(calls, asking);
    HomeCalls.addTo(calls, asking, tickets);
    return calls;
  }

  /// The downloads.
  Tickets tickets() {
    return tickets;
  }
}
