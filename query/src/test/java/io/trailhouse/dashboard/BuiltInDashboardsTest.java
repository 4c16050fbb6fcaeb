package io.trailhouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The dashboards that come with the program; that each widget answers is for
/// `DashboardServiceTest`.
class BuiltInDashboardsTest {
  @Test
  void thereAreFifteenWithNinetyTwoWidgets() {
    List<Dashboard> all = BuiltInDashboards.all();
    assertThat(all).hasSize(15);
    assertThat(all).extracting(Dashboard::id).doesNotHaveDuplicates().startsWith("overview");
    assertThat(all.stream().mapToInt(each -> each.widgets().size()).sum()).isEqualTo(92);
    assertThat(all).allMatch(each -> !each.about().isEmpty());
  }

  /// So the span of the page means something everywhere.
  @Test
  void everyWidgetAsksForTheTimeThatIsShown() {
    assertThat(BuiltInDashboards.all())
        .flatMap(Dashboard::widgets)
        .allMatch(
            each -> each.sql().contains("'$StartTime$'") && each.sql().contains("'$EndTime$'"));
  }

  @Test
  void eachIsWrittenAndReadAgainAsItIs() {
    for (Dashboard each : BuiltInDashboards.all()) {
      List<DashboardProblem> problems = new ArrayList<>();
      byte[] yaml = each.yaml().getBytes(StandardCharsets.UTF_8);
      assertThat(DashboardReader.read(new ByteArrayInputStream(yaml), each.id(), problems))
          .isEqualTo(each);
      assertThat(problems).isEmpty();
    }
  }
}
