package io.trailhouse.services;

import io.trailhouse.dashboard.BuiltInDashboards;
import io.trailhouse.dashboard.Dashboard;
import io.trailhouse.dashboard.DashboardProblem;
import io.trailhouse.dashboard.OwnDashboards;
import io.trailhouse.dashboard.Widget;
import io.trailhouse.dashboard.WidgetSpan;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.EventFilter;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.RunningQuery;
import io.trailhouse.query.Sql;
import io.trailhouse.query.TableSpan;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows dashboards, those that come with the program and the user's own, and keeps the latter.
public final class DashboardService {
  /// Where in the home a user's own are.
  public static final String FOLDER = "dashboards";

  private static final Pattern LINE = Pattern.compile("^line (\\d+),");

  private final Supplier<Sql> engine;
  private final InstantSource clock;
  private final Lake lake;
  private final OwnDashboards own;
  private final Object writing;

  /// @param writing the same for all of one home, held while something is written there
  DashboardService(Lake lake, InstantSource clock, Supplier<Sql> engine, Object writing) {
    this.engine = engine;
    this.clock = clock;
    this.lake = lake;
    this.writing = writing;
    Set<String> taken =
        BuiltInDashboards.all().stream().map(Dashboard::id).collect(Collectors.toSet());
    this.own = new OwnDashboards(lake.home().resolve(FOLDER), taken);
  }

  /// A dashboard and whose it is.
  ///
  /// @param own whether a user has made it and may change it
  public record Listed(Dashboard dashboard, boolean own) {}

  /// All dashboards that there are.
  ///
  /// @param dashboards those that come with the program first, in their order
  /// @param problems what is wrong with files that give none
  public record Listing(List<Listed> dashboards, List<DashboardProblem> problems) {}

  /// What a widget is asked for.
  ///
  /// @param from in UTC, inclusive; null for the table's beginning
  /// @param to in UTC, exclusive; null for the table's end
  /// @param filter which events count
  public record Ask(
      String dashboard,
      String widget,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to,
      EventFilter filter) {}

  /// All of them. A file that was changed is seen at once.
  public Listing list() {
    OwnDashboards.Reading read = own.read();
    List<Listed> all = new ArrayList<>();
    BuiltInDashboards.all().forEach(each -> all.add(new Listed(each, false)));
    read.dashboards().forEach(each -> all.add(new Listed(each, true)));
    return new Listing(List.copyOf(all), read.problems());
  }

  /// Asks a widget.
  ///
  /// @throws TrailhouseException with NOT_FOUND when there is no such widget, with WRONG_USE for a
  ///   time that is none, with QUERY_INVALID when its statement cannot run on this table
  public WidgetAnswer widget(Ask ask) {
    return widget(ask, started -> {});
  }

  /// The same for a caller that wants to be able to stop it before the first row is there.
  ///
  /// @param started gets the query before anything of it runs
  public WidgetAnswer widget(Ask ask, Consumer<RunningQuery> started) {
    Widget widget = named(ask);
    WidgetSpan span = span(ask.from(), ask.to());
    String sql = ask.filter().over(span.fill(widget.sql()));
    return new WidgetAnswer(widget, span, sql, engine.get().ask(sql, started));
  }

  private Widget named(Ask ask) {
    List<Dashboard> all = list().dashboards().stream().map(Listed::dashboard).toList();
    Dashboard dashboard =
        all.stream()
            .filter(each -> each.id().equals(ask.dashboard()))
            .findFirst()
            .orElseThrow(() ->
                unknown("dashboard", ask.dashboard(), all.stream().map(Dashboard::id).toList()));
    return dashboard.widgets().stream()
        .filter(each -> each.id().equals(ask.widget()))
        .findFirst()
        .orElseThrow(() ->
            unknown("widget", ask.widget(), dashboard.widgets().stream().map(Widget::id).toList()));
  }

  private static TrailhouseException unknown(String kind, String asked, List<String> names) {
    String shown = TerminalEscaper.line(asked, 64);
    String near = NearName.of(shown, names);
    return new TrailhouseException(
        Code.NOT_FOUND,
        "there is no " + kind + " " + shown,
        kind,
        near == null ? "Choose one that is listed" : "Did you mean " + near + "?");
  }

  /// The bounds that were asked for; where one is missing, the table's own. What is still missing
  /// then has no event, and any time will do.
  private WidgetSpan span(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    if (from != null && to != null) {
      return new WidgetSpan(from, to);
    }
    TableSpan there = TableSpan.of(engine.get(), from, to);
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDateTime first = there == null ? now.minusDays(1) : there.first();
    LocalDateTime last = there == null ? now : there.last().plusSeconds(1);
    if (from != null) {
      return new WidgetSpan(from, last.isAfter(from) ? last : from.plusDays(1));
    }
    if (to != null) {
      return new WidgetSpan(first.isBefore(to) ? first : to.minusDays(1), to);
    }
    return new WidgetSpan(first, last);
  }

  /// Keeps a dashboard in the place of the one with its id. Each of its statements is one that this
  /// table can answer.
  ///
  /// @throws TrailhouseException with WRONG_USE that names all its mistakes, with QUERY_INVALID and
  ///   the place for a statement that cannot run
  public void keep(Dashboard dashboard) {
    lake.requireWritable();
    List<DashboardProblem> problems = own.problems(dashboard);
    if (!problems.isEmpty()) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          problems.stream().map(DashboardProblem::about).collect(Collectors.joining("; ")),
          "the dashboard " + TerminalEscaper.line(dashboard.id(), 64),
          problems.stream()
              .map(DashboardProblem::remedy)
              .distinct()
              .collect(Collectors.joining(". ")));
    }
    dashboard.widgets().forEach(this::tryOut);
    synchronized (writing) {
      own.keep(dashboard);
    }
  }

  private void tryOut(Widget widget) {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    String sql = new WidgetSpan(now.minusDays(1), now).fill(widget.sql());
    try (QueryAnswer answer = engine.get().ask(EventFilter.overNone(sql))) {
      List<String> columns = answer.columns().stream().map(QueryAnswer.Column::name).toList();
      widget.axes().named().forEach((key, column) -> requireColumn(widget, key, column, columns));
    } catch (TrailhouseException e) {
      throw e.code() == Code.QUERY_INVALID ? ofWidget(widget, e) : e;
    }
  }

  private static void requireColumn(
      Widget widget, String key, String column, List<String> columns) {
    if (columns.stream().noneMatch(column::equalsIgnoreCase)) {
      String near = NearName.of(column, columns);
      throw new TrailhouseException(
          Code.WRONG_USE,
          "the statement has no column " + TerminalEscaper.line(column, 64),
          key + " of the widget " + widget.id(),
          near == null
              ? "It has " + TerminalEscaper.line(String.join(", ", columns), 400)
              : "Did you mean " + near + "?");
    }
  }

  /// A statement was tried out behind a line of ours.
  private static TrailhouseException ofWidget(Widget widget, TrailhouseException e) {
    Matcher line = LINE.matcher(e.place());
    String place =
        line.find()
            ? line.replaceFirst("line " + Math.max(1, Integer.parseInt(line.group(1)) - 1) + ",")
            : e.place();
    return new TrailhouseException(
        e.code(), e.problem(), "the widget " + widget.id() + ", " + place, e.remedy(), e);
  }

  /// Takes away a dashboard that a user has made.
  ///
  /// @throws TrailhouseException with NOT_FOUND when there is none, with WRONG_USE for one that
  ///   comes with the program
  public void drop(String id) {
    lake.requireWritable();
    if (BuiltInDashboards.all().stream().anyMatch(each -> each.id().equals(id))) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "the dashboard comes with the program",
          "the dashboard " + id,
          "Only dashboards of your own can be taken away");
    }
    boolean dropped;
    synchronized (writing) {
      dropped = own.drop(id);
    }
    if (!dropped) {
      throw unknown("dashboard", id, own.read().dashboards().stream().map(Dashboard::id).toList());
    }
  }
}
