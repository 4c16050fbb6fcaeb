package io.trailhouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.dashboard.BuiltInDashboards;
import io.trailhouse.dashboard.Chart;
import io.trailhouse.dashboard.Dashboard;
import io.trailhouse.dashboard.Widget;
import io.trailhouse.demo.DemoOrganization;
import io.trailhouse.demo.DemoTrail;
import io.trailhouse.demo.Progress;
import io.trailhouse.pipeline.IngestMetrics;
import io.trailhouse.platform.Platform;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.Asker;
import io.trailhouse.query.EventFilter;
import io.trailhouse.query.LastResort;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.source.FolderSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Dashboards over the demo organization: `docs/spec/dashboards.md`.
class DashboardServiceTest {
  private static final LocalDateTime FIRST = LocalDateTime.parse("2026-05-04T00:00:00");
  private static final LocalDateTime END = LocalDateTime.parse("2026-05-25T00:00:00");
  private static final String DEVELOPMENT = "444455556666";

  @TempDir private static Path home;
  private static Platform platform;
  private static Services services;

  @BeforeAll
  static void importTheDemo() throws Exception {
    platform = Platform.open(home);
    DemoTrail trail = DemoOrganization.defaults().write(home.resolve("trail"), Progress.NONE);
    platform
        .pipeline(
            new FolderSource(List.of(trail.folder()), platform.scratch()),
            "demo",
            new IngestMetrics())
        .run(2);
    services = platform.services(LastResort.WAIT);
  }

  @AfterAll
  static void close() {
    services.close();
    platform.close();
  }

  private static DashboardService dashboards() {
    return services.dashboards();
  }

  record Asked(Dashboard dashboard, Widget widget) {
    DashboardService.Ask over(EventFilter filter) {
      return new DashboardService.Ask(dashboard.id(), widget.id(), FIRST, END, filter);
    }

    @Override
    public String toString() {
      return dashboard.title() + ": " + widget.title();
    }
  }

  static Stream<Asked> widgets() {
    return BuiltInDashboards.all().stream()
        .flatMap(each -> each.widgets().stream().map(widget -> new Asked(each, widget)));
  }

  private static List<List<Object>> rows(QueryAnswer answer) {
    List<List<Object>> rows = new ArrayList<>();
    while (answer.next()) {
      rows.add(new ArrayList<>(answer.row()));
    }
    return rows;
  }

  private static List<List<Object>> rows(DashboardService.Ask ask) {
    try (WidgetAnswer answer = dashboards().widget(ask)) {
      return rows(answer.rows());
    }
  }

  private static Object number(String sql) {
    try (QueryAnswer answer = services.sql().ask(sql)) {
      return rows(answer).getFirst().getFirst();
    }
  }

  @ParameterizedTest
  @MethodSource("widgets")
  void everyWidgetHasRowsAndTheColumnsOfItsChart(Asked asked) {
    try (WidgetAnswer answer = dashboards().widget(asked.over(EventFilter.ALL))) {
      List<String> columns =
          answer.rows().columns().stream()
              .map(column -> column.name().toLowerCase(Locale.ROOT))
              .toList();
      assertThat(columns)
          .containsAll(
              asked.widget().axes().named().values().stream()
                  .map(column -> column.toLowerCase(Locale.ROOT))
                  .toList());
      List<List<Object>> rows = rows(answer.rows());
      assertThat(rows).isNotEmpty();
      if (asked.widget().chart() == Chart.NUMBER) {
        assertThat(rows).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("widgets")
  void theStatementThatIsToldGivesTheSameAskedDirectly(Asked asked) {
    EventFilter filter =
        new EventFilter(List.of(DEVELOPMENT, "333344445555"), List.of("us-east-1"), null);
    try (WidgetAnswer answer = dashboards().widget(asked.over(filter));
        QueryAnswer direct = services.sql().ask(answer.sql())) {
      assertThat(columnsOf(answer.rows())).isEqualTo(columnsOf(direct));
      List<List<Object>> shown = rows(answer.rows());
      List<List<Object>> again = rows(direct);
      assertThat(shown).hasSameSizeAs(again);
      boolean exact = // others may cut among equals, or estimate, either way
          !asked.widget().sql().contains("LIMIT") && !asked.widget().sql().contains("approx_");
      if (exact) {
        assertThat(shown).containsExactlyInAnyOrderElementsOf(again);
      }
    }
  }

  private static List<String> columnsOf(QueryAnswer answer) {
    return answer.columns().stream().map(QueryAnswer.Column::name).toList();
  }

  @Test
  void numbersAreThoseOfTheTable() {
    Object all = number("SELECT count(*) FROM events");
    assertThat(rows(ask("overview", "events", FIRST, END, EventFilter.ALL)).getFirst().getFirst())
        .isEqualTo(all);
    assertThat(rows(ask("overview", "events", null, null, EventFilter.ALL)).getFirst().getFirst())
        .isEqualTo(all);
    Object ofOne =
        number(
            "SELECT count(*) FROM events WHERE recipientAccountId = '444455556666' AND awsRegion ="
                + " 'us-east-1' AND userIdentity.userName = 'ci-artifacts'");
    EventFilter filter =
        new EventFilter(List.of(DEVELOPMENT), List.of("us-east-1"), "ci-artifacts");
    List<Object> row = rows(ask("overview", "events", null, null, filter)).getFirst();
    assertThat(row.get(0)).isEqualTo(ofOne).isNotEqualTo(0L);
    assertThat(row.get(1)).isEqualTo(1L);
    assertThat(row.get(2)).isEqualTo(1L);
  }

  @Test
  void theBeginningCountsAndTheEndDoesNot() {
    LocalDateTime time =
        (LocalDateTime) number("SELECT eventtime FROM events ORDER BY eventtime, eventid LIMIT 1");
    Object then =
        number(
            "SELECT count(*) FROM events WHERE eventtime = timestamp '%s'"
                .formatted(time.toString().replace('T', ' ')));
    assertThat(count(time, time.plusSeconds(1))).isEqualTo(then).isNotEqualTo(0L);
    assertThat(count(time.minusSeconds(1), time)).isEqualTo(0L);
    assertThat(count(null, time)).isEqualTo(0L);
    assertThat(count(END.plusYears(1), null)).isEqualTo(0L);
  }

  private static Object count(LocalDateTime from, LocalDateTime to) {
    return rows(ask("overview", "events", from, to, EventFilter.ALL)).getFirst().getFirst();
  }

  /// `eventjson` is made from columns that the statement does not name.
  @Test
  void aFilterLeavesEveryColumn() {
    Dashboard own =
        own("records", "SELECT count(*) AS n FROM events WHERE eventjson LIKE '%CreateUser%'");
    dashboards().keep(own);
    EventFilter filter = new EventFilter(List.of(DEVELOPMENT), List.of(), null);
    assertThat(rows(ask("records", "a", FIRST, END, filter)).getFirst().getFirst())
        .isEqualTo(
            number(
                "SELECT count(*) FROM events WHERE eventjson LIKE '%CreateUser%' AND"
                    + " recipientAccountId = '444455556666'"))
        .isNotEqualTo(0L);
    dashboards().drop("records");
  }

  private static DashboardService.Ask ask(
      String dashboard, String widget, LocalDateTime from, LocalDateTime to, EventFilter filter) {
    return new DashboardService.Ask(dashboard, widget, from, to, filter);
  }

  private static Dashboard own(String id, String sql) {
    Widget widget =
        new Widget("a", "<b>Mine</b>", Chart.BAR, sql, new Widget.Axes("n", null, null));
    return new Dashboard(id, "../Mine", "", List.of(widget));
  }

  @Test
  void keepsListsAnswersAndDropsAnOwnDashboard() {
    Dashboard own = own("mine", "SELECT eventname AS n, count(*) AS c FROM events GROUP BY 1;");
    dashboards().keep(own);
    List<DashboardService.Listed> all = dashboards().list().dashboards();
    assertThat(all).hasSize(16).contains(new DashboardService.Listed(own, true));
    assertThat(all.getFirst().dashboard().id()).isEqualTo("overview");
    assertThat(all.getFirst().own()).isFalse();
    assertThat(rows(ask("mine", "a", null, null, EventFilter.ALL))).isNotEmpty();
    assertThat(home.resolve("dashboards/mine.yaml")).isRegularFile();
    dashboards().drop("mine");
    assertThat(dashboards().list().dashboards()).hasSize(15);
  }

  @Test
  void aFileWithMistakesIsToldBesideTheOthers() throws Exception {
    Path file = home.resolve("dashboards/broken.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "id: broken\nwidgets: []\n");
    try {
      assertThat(dashboards().list().dashboards()).hasSize(15);
      assertThat(dashboards().list().problems())
          .extracting(problem -> problem.about())
          .containsExactly("title: it is missing", "widgets: it must be a list of widgets");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aStatementThatCannotRunIsNotKeptAndToldWithItsPlace() {
    assertThatThrownBy(
            () -> dashboards().keep(own("bad", "SELECT 1 AS n,\n  eventnam AS c\nFROM events")))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.QUERY_INVALID);
              assertThat(e.place()).startsWith("the widget a, line 2, column 3");
              assertThat(e.remedy()).contains("eventname");
            });
    assertThatThrownBy(() -> dashboards().keep(own("bad", "SELECT 1 AS c FROM events")))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> {
              assertThat(e.problem()).isEqualTo("the statement has no column n");
              assertThat(e.place()).isEqualTo("label of the widget a");
            });
    assertThat(dashboards().list().dashboards()).hasSize(15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM events",
        "SELECT 1 AS n; SELECT 2 AS n",
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT getenv('HOME') AS n",
        "WITH events AS (SELECT 1 AS n) SELECT * FROM events",
        "COPY events TO 'x'",
        "SELECT 1 AS n FROM secrets"
      })
  void whatAQueryMayNotDoADashboardMayNotEither(String sql) {
    assertThatThrownBy(() -> dashboards().keep(own("bad", sql)))
        .isInstanceOf(TrailhouseException.class);
    assertThat(dashboards().list().dashboards()).hasSize(15);
  }

  @Test
  void allMistakesOfADashboardAreToldAtOnce() {
    Widget widget = new Widget("A", " ", Chart.HEATMAP, "SELECT '$Tme$'", Widget.Axes.NONE);
    assertThatThrownBy(
            () -> dashboards().keep(new Dashboard("overview", "x", "", List.of(widget, widget))))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e ->
                assertThat(e.problem())
                    .contains("widgets[0].id: ", "widgets[1].id: ", "widgets[0].title: ")
                    .contains("widgets[0].label: ", "there is no parameter $Tme$")
                    .contains("id: a dashboard that comes with the program has it"));
  }

  @Test
  void whatIsNotThereIsNamedWithTheNearOne() {
    assertThatThrownBy(
            () -> dashboards().widget(ask("overveiw", "events", FIRST, END, EventFilter.ALL)))
        .isInstanceOfSatisfying(
            TrailhouseException.class,
            e -> assertThat(e.remedy()).isEqualTo("Did you mean overview?"));
    assertThatThrownBy(
            () -> dashboards().widget(ask("overview", "event", FIRST, END, EventFilter.ALL)))
        .hasMessageContaining("there is no widget event");
    assertThatThrownBy(() -> dashboards().drop("nothing")).hasMessageContaining("no dashboard");
    assertThatThrownBy(() -> dashboards().drop("overview"))
        .hasMessageContaining("comes with the program");
    assertThatThrownBy(
            () -> dashboards().widget(ask("overview", "events", END, FIRST, EventFilter.ALL)))
        .hasMessageContaining("the time ends before it begins");
  }

  @Test
  void aTableWithoutEventsAnswersToo(@TempDir Path empty) {
    try (Platform other = Platform.open(empty);
        Services none = other.services(LastResort.WAIT)) {
      Set<Integer> sizes = new HashSet<>();
      for (Asked asked : widgets().toList()) {
        DashboardService.Ask ask =
            ask(asked.dashboard().id(), asked.widget().id(), null, null, EventFilter.ALL);
        try (WidgetAnswer answer = none.dashboards().widget(ask)) {
          sizes.add(rows(answer.rows()).size());
        }
      }
      assertThat(sizes).containsExactlyInAnyOrder(0, 1);
      assertThat(empty.resolve("dashboards")).doesNotExist();
    }
  }

  /// Each question has services of its own, and the home has one writer at a time: where one more
  /// dashboard may be kept, one of many is.
  @Test
  void questionsThatKeepDashboardsAtOnceDoSoOneAfterTheOther() throws Exception {
    Path folder = Files.createDirectories(home.resolve(DashboardService.FOLDER));
    for (int i = 0; i < 499; i++) {
      Files.writeString(folder.resolve("there-" + i + ".yaml"), "");
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> keeping = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String id = "at-once-" + i;
        keeping.add(() -> isKept(id));
      }
      int kept = 0;
      for (Future<Boolean> each : threads.invokeAll(keeping)) {
        kept += each.get() ? 1 : 0;
      }
      assertThat(kept).isOne();
    } finally {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path file : all.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static boolean isKept(String id) {
    Widget widget =
        new Widget("w", "n", Chart.TABLE, "SELECT 1 AS n FROM events", Widget.Axes.NONE);
    try {
      services.by(new Asker()).dashboards().keep(new Dashboard(id, "At once", "", List.of(widget)));
      return true;
    } catch (TrailhouseException e) {
      assertThat(e.problem()).isEqualTo("there are 500 dashboards");
      return false;
    }
  }
}
