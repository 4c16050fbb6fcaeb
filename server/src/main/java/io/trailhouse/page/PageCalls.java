package io.trailhouse.page;

import io.trailhouse.login.Role;
import java.util.Map;
import java.util.TreeMap;

/// All that the page asks of a home: the table of docs/spec/page.md, P5.
public final class PageCalls {
  private final Asking asking;
  private final Tickets tickets;

  public PageCalls(PageHome home) {
    this.asking = new Asking(home);
    this.tickets = new Tickets(home);
  }

  /// Each by its name. A call that cannot be answered throws what [PageProblem#of] tells, as long
  /// as nothing was answered.
  ///
  /// @param server what it says of itself
  Map<String, PageCall.For> all(PageDoor.Server server) {
    Map<String, PageCall.For> calls = new TreeMap<>();
    calls.put("me", new PageCall.For(Role.READ, MeCall.over(asking, server)));
    SearchCalls.addTo(calls, asking);
    EventCalls.addTo(calls, asking);
    FindingCalls.addTo(calls, asking);
    CoverageCalls.addTo(calls, asking);
    DashboardCalls.addTo(calls, asking);
    HomeCalls.addTo(calls, asking, tickets);
    return calls;
  }

  /// The downloads.
  Tickets tickets() {
    return tickets;
  }
}
