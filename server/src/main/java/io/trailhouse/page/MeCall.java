package io.trailhouse.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.query.TableSpan;
import java.time.temporal.ChronoUnit;

/// Says who asks whom: the row `me`.
final class MeCall {
  private MeCall() {}

  static PageCall over(Asking asking, PageDoor.Server server) {
    return asking.whole(
        "me",
        (asked, services) -> {
          Members.of(asked);
          ObjectNode me = Asking.JSON.createObjectNode();
          me.put("user", asked.caller().user());
          me.put("role", asked.caller().role().word());
          me.put("version", server.version());
          me.put("home", server.home());
          me.put("login", server.login());
          me.put("now", asking.home().clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
          TableSpan span = services.events().span(null, null);
          if (span == null) {
            me.putNull("span");
          } else {
            me.putObject("span")
                .put("from", SearchCalls.time(span.first()))
                .put("to", SearchCalls.time(span.last()));
          }
          return me;
        });
  }
}
