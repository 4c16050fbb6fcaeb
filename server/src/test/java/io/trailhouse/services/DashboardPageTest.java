package io.trailhouse.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.dashboard.BuiltInDashboards;
import io.trailhouse.dashboard.Dashboard;
import io.trailhouse.dashboard.DashboardProblem;
import io.trailhouse.dashboard.DashboardReader;
import io.trailhouse.dashboard.Widget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/dashboards.md` tells of what is there. `-Dgolden.approve=true` writes the list anew.
class DashboardPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("trailhouse.root", "..")).resolve("docs/dashboards.md");
  private static final String BEGIN = "<!-- dashboards: begin -->\n";
  private static final String END = "<!-- dashboards: end -->\n";

  @Test
  void listsTheDashboardsThatThereAre() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    String whole = page.substring(0, from) + list() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("golden.approve")) {
      Files.writeString(PAGE, whole);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(whole);
  }

  private static String list() {
    StringBuilder list = new StringBuilder("| id | title | widgets |\n|---|---|---|\n");
    for (Dashboard each : BuiltInDashboards.all()) {
      String widgets = each.widgets().stream().map(Widget::title).collect(Collectors.joining("; "));
      list.append("| `%s` | %s | %s |%n".formatted(each.id(), each.title(), widgets));
    }
    return list.toString();
  }

  @Test
  void showsAFileThatIsRead() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("```yaml\n") + "```yaml\n".length();
    String yaml = page.substring(from, page.indexOf("```", from));
    List<DashboardProblem> problems = new ArrayList<>();
    Dashboard shown =
        DashboardReader.read(
            new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
            "deploys.yaml",
            problems);
    assertThat(problems).isEmpty();
    assertThat(shown.widgets()).hasSize(2);
  }
}
