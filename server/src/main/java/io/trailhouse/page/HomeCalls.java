package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.login.Role;
import io.trailhouse.query.EventSearch;
import io.trailhouse.services.SavedService;
import io.trailhouse.services.Services;
import io.trailhouse.status.Problem;
import io.trailhouse.status.ServeStatus;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls about the home itself: what can be named and kept, downloads, and how `serve` does.
final class HomeCalls {
  private final PageHome home;
  private final Tickets tickets;
  private volatile @Nullable JsonNode names;

  private HomeCalls(PageHome home, Tickets tickets) {
    this.home = home;
    this.tickets = tickets;
  }

  static void addTo(Map<String, PageCall.For> calls, Asking asking, Tickets tickets) {
    HomeCalls own = new HomeCalls(asking.home(), tickets);
    calls.put("names", new PageCall.For(Role.READ, asking.whole("names", own::names)));
    calls.put("samples", new PageCall.For(Role.READ, asking.plain(HomeCalls::samples)));
    calls.put("ticket", new PageCall.For(Role.READ, asking.whole("ticket", own::ticket)));
    calls.put("saved", new PageCall.For(Role.READ, asking.plain(own::saved)));
    calls.put("save", new PageCall.For(Role.ANALYST, asking.whole("save", own::save)));
    calls.put("forget", new PageCall.For(Role.ANALYST, asking.whole("forget", own::forget)));
    calls.put("status", new PageCall.For(Role.READ, asking.plain(own::status)));
  }

  /// Asked once: tables get new columns only with another version of this program.
  private JsonNode names(Asked asked, Services services) {
    Members.of(asked);
    JsonNode known = names;
    if (known != null) {
      return known;
    }
    ObjectNode told = Asking.JSON.createObjectNode();
    ObjectNode tables = told.putObject("tables");
    services
        .sql()
        .tables()
        .forEach((table, columns) -> {
          ArrayNode all = tables.putArray(table);
          columns.forEach((name, type) -> all.addObject().put("name", name).put("type", type));
        });
    ArrayNode functions = told.putArray("functions");
    services.sql().functions().forEach(functions::add);
    names = told;
    return told;
  }

  private static JsonNode samples(Asked asked) {
    Members.of(asked);
    ArrayNode all = Asking.JSON.createArrayNode();
    for (Samples.Sample each : Samples.ALL) {
      all.addObject().put("title", each.title()).put("about", each.about()).put("sql", each.sql());
    }
    return all;
  }

  private JsonNode ticket(Asked asked, Services services) {
    Members members = Members.of(asked, "sql", "q", "from", "to", "format");
    Tickets.Format format = Tickets.Format.named(members.name("format"));
    if (format == null) {
      throw Members.wrong("this is no format", "format", "There are csv, json, parquet");
    }
    if (members.has("sql") && (members.has("q") || members.has("from") || members.has("to"))) {
      throw Members.wrong(
          "there are two questions", "sql, q", "Give sql alone, or q with from and to");
    }
    String sql =
        members.has("sql")
            ? SearchCalls.statement(members)
            : services.events().statement(SearchCalls.search(members, EventSearch.ALL));
    return Asking.JSON.createObjectNode().put("url", tickets.make(asked.caller(), sql, format));
  }

  private JsonNode saved(Asked asked) {
    Members.of(asked);
    ArrayNode all = Asking.JSON.createArrayNode();
    for (SavedService.Saved each : home.saved().all()) {
      all.addObject()
          .put("id", each.id())
          .put("title", each.title())
          .put("kind", each.kind().word())
          .put("text", each.text())
          .put("by", each.by())
          .put("at", each.at().toString());
    }
    return all;
  }

  private JsonNode save(Asked asked, Services services) {
    Members members = Members.of(asked, "title", "kind", "text");
    SavedService.Kind kind = SavedService.Kind.named(members.name("kind"));
    if (kind == null) {
      throw Members.wrong("nothing of this kind is kept", "kind", "There are search, sql");
    }
    String id =
        home.saved().save(members.name("title"), kind, members.text("text"), asked.caller().user());
    return Asking.JSON.createObjectNode().put("id", id);
  }

  private JsonNode forget(Asked asked, Services services) {
    home.saved().forget(Members.of(asked, "id").name("id"));
    return Asking.JSON.createObjectNode();
  }

  /// What `/status` answers, but for the problems, which have their parts apart.
  private JsonNode status(Asked asked) throws IOException {
    Members.of(asked);
    ServeStatus status = home.status().get();
    ObjectNode told = (ObjectNode) Asking.JSON.readTree(status.json());
    ArrayNode problems = told.putArray("problems");
    for (Problem each : status.problems()) {
      problems
          .addObject()
          .put("subject", each.subject())
          .put("problem", each.trouble().problem())
          .put("place", each.trouble().place())
          .put("remedy", each.trouble().remedy());
    }
    return told;
  }
}
