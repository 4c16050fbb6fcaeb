package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.dashboard.Chart;
import io.trailhouse.dashboard.Dashboard;
import io.trailhouse.dashboard.DashboardProblem;
import io.trailhouse.dashboard.Widget;
import io.trailhouse.login.Role;
import io.trailhouse.query.EventFilter;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.services.DashboardService;
import io.trailhouse.services.Services;
import io.trailhouse.services.WidgetAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The calls of the dashboards.
final class DashboardCalls {
  /// More than a picture or a table in one shows.
  private static final int MOST_ROWS = 5_000;

  private static final int MOST_WIDGETS = 100;

  private DashboardCalls() {}

  static void addTo(Map<String, PageCall.For> calls, Asking asking) {
    calls.put(
        "dashboards",
        new PageCall.For(Role.READ, asking.whole("dashboards", DashboardCalls::list)));
    calls.put(
        "widget", new PageCall.For(Role.READ, asking.whole("widget", DashboardCalls::widget)));
    calls.put(
        "keep-dashboard",
        new PageCall.For(Role.ANALYST, asking.whole("keep-dashboard", DashboardCalls::keep)));
    calls.put(
        "drop-dashboard",
        new PageCall.For(Role.ANALYST, asking.whole("drop-dashboard", DashboardCalls::drop)));
  }

  /// A file that gives none stands among them with what is wrong with it.
  private static JsonNode list(Asked asked, Services services) {
    Members.of(asked);
    DashboardService.Listing listing = services.dashboards().list();
    ArrayNode all = Asking.JSON.createArrayNode();
    listing.dashboards().forEach(each -> add(all, each.dashboard(), each.own()));
    for (DashboardProblem problem : listing.problems()) {
      ObjectNode one = all.addObject();
      one.put("id", problem.file());
      one.put("title", problem.file());
      one.put("about", problem.text());
      one.put("own", true);
      one.putArray("widgets");
    }
    return all;
  }

  private static void add(ArrayNode all, Dashboard dashboard, boolean own) {
    ObjectNode one = all.addObject();
    one.put("id", dashboard.id());
    one.put("title", dashboard.title());
    one.put("about", dashboard.about());
    one.put("own", own);
    ArrayNode widgets = one.putArray("widgets");
    for (Widget widget : dashboard.widgets()) {
      ObjectNode each = widgets.addObject();
      each.put("id", widget.id());
      each.put("title", widget.title());
      each.put("chart", widget.chart().word());
      each.put("sql", widget.sql());
      each.put("label", widget.axes().label());
      each.put("value", widget.axes().value());
      each.put("series", widget.axes().series());
    }
  }

  private static JsonNode widget(Asked asked, Services services) throws IOException {
    Members members =
        Members.of(asked, "dashboard", "widget", "from", "to", "accounts", "regions", "principal");
    Members.Span span = members.span();
    EventFilter filter =
        new EventFilter(
            members.texts("accounts"), members.texts("regions"), members.optional("principal"));
    long begun = System.nanoTime();
    try (WidgetAnswer answer =
        services
            .dashboards()
            .widget(
                new DashboardService.Ask(
                    members.name("dashboard"),
                    members.name("widget"),
                    span.begin(),
                    span.end(),
                    filter))) {
      ObjectNode told = Asking.JSON.createObjectNode();
      rows(told, answer.rows());
      told.put("sql", answer.sql());
      told.put("millis", (System.nanoTime() - begun) / 1_000_000);
      return told;
    }
  }

  private static void rows(ObjectNode told, QueryAnswer answer) throws IOException {
    ArrayNode columns = told.putArray("columns");
    for (QueryAnswer.Column column : answer.columns()) {
      columns.addObject().put("name", column.name()).put("type", column.type());
    }
    ArrayNode rows = told.putArray("rows");
    boolean more = false;
    while (!more && answer.next()) {
      more = rows.size() == MOST_ROWS;
      if (!more) {
        rows.add(RowLines.tree(answer));
      }
    }
    told.put("more", more);
  }

  private static JsonNode keep(Asked asked, Services services) {
    Members members = Members.of(asked, "id", "title", "about", "widgets");
    String title = members.name("title");
    String given = members.optional("id");
    String id = given == null ? newId(title, services) : given;
    List<Widget> widgets = new ArrayList<>();
    for (Members each :
        members.list(
            "widgets", MOST_WIDGETS, "id", "title", "chart", "sql", "label", "value", "series")) {
      widgets.add(read(each));
    }
    services.dashboards().keep(new Dashboard(id, title, members.text("about"), widgets));
    return Asking.JSON.createObjectNode().put("id", id);
  }

  /// An id that a new dashboard can have: the plain letters and digits of its title, and a number
  /// where that is taken. `new` is the address of the screen that makes one.
  private static String newId(String title, Services services) {
    Set<String> taken = new HashSet<>(Set.of("new"));
    services.dashboards().list().dashboards().forEach(each -> taken.add(each.dashboard().id()));
    String plain =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String begin = plain.isEmpty() ? "dashboard" : plain.substring(0, Math.min(50, plain.length()));
    String id = begin;
    for (int number = 2; taken.contains(id); number++) {
      id = begin + "-" + number;
    }
    return id;
  }

  private static Widget read(Members members) {
    String word = members.name("chart");
    @Nullable Chart chart = Chart.of(word);
    if (chart == null) {
      throw Members.wrong(
          "there is no such chart", "chart", "It is number, line, bar, table or heatmap");
    }
    return new Widget(
        members.name("id"),
        members.name("title"),
        chart,
        SearchCalls.statement(members),
        new Widget.Axes(
            members.optional("label"), members.optional("value"), members.optional("series")));
  }

  private static JsonNode drop(Asked asked, Services services) {
    services.dashboards().drop(Members.of(asked, "id").name("id"));
    return Asking.JSON.createObjectNode();
  }
}
