package io.trailhouse.dashboard;

import io.trailhouse.document.Yaml;
import io.trailhouse.document.YamlDocuments;
import io.trailhouse.document.YamlProblem;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.NearName;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.query.EventFilter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the file of one dashboard. A file with a mistake gives no dashboard, and all its mistakes
/// are told at once. No statement is run: whether its columns exist is for who has a table.
public final class DashboardReader {
  static final int MOST_WIDGETS = 50;
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_ABOUT = 2_000;

  /// As many as CloudTrail Lake takes.
  private static final int LONGEST_SQL = 10_000;

  private static final int LONGEST_COLUMN = 255;

  private static final List<String> KEYS = List.of("id", "title", "about", "widgets");
  private static final List<String> WIDGET_KEYS =
      List.of("id", "title", "chart", "label", "value", "series", "sql");
  private static final Pattern PARAMETER = Pattern.compile("\\$\\w+\\$");
  private static final String ID_REMEDY = "Write up to 64 of a to z, 0 to 9 and -";

  private final Section.Review file;

  private DashboardReader(Section.Review file) {
    this.file = file;
  }

  /// The dashboard of a file; null when something is wrong with it.
  ///
  /// @param in read to its end, not closed
  /// @param name of the file, for its problems
  /// @param problems gets all that is wrong
  public static @Nullable Dashboard read(
      InputStream in, String name, List<DashboardProblem> problems) {
    int before = problems.size();
    DashboardReader reader = new DashboardReader(new Section.Review(name, problems));
    Yaml.Mapping document = reader.document(in);
    if (document == null) {
      return null;
    }
    Dashboard dashboard = reader.dashboard(new Section(document, "", reader.file));
    return problems.size() == before ? dashboard : null;
  }

  private Yaml.@Nullable Mapping document(InputStream in) {
    YamlDocuments read;
    try {
      read = YamlDocuments.read(in, file.name());
    } catch (IOException e) {
      file.wrong(1, 1, "", "it cannot be read: " + FileReason.of(e), "Make the file readable");
      return null;
    }
    read.problems().forEach(this::tell);
    if (!read.problems().isEmpty()) {
      return null;
    }
    if (read.documents().isEmpty()) {
      file.wrong(1, 1, "", "there is nothing in the file", "Begin with `id:`");
      return null;
    }
    if (read.documents().size() > 1) {
      Yaml second = read.documents().get(1);
      file.wrong(
          second.line(),
          second.column(),
          "",
          "there is more than one document in the file",
          "Give each dashboard a file of its own");
      return null;
    }
    if (read.documents().getFirst() instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    Yaml other = read.documents().getFirst();
    file.wrong(other.line(), other.column(), "", "a dashboard has keys", "Begin with `id:`");
    return null;
  }

  private void tell(YamlProblem problem) {
    String text = problem.text();
    String remedy = "Nothing of the file was used";
    String what =
        switch (problem.kind()) {
          case UNFIT -> text;
          case NOT_YAML -> "it is not YAML: " + text;
          case TOO_LARGE -> "it is nested too deep or too large";
          case NO_NAME -> "a key must be a name";
          case TWICE -> "it is here twice";
          case NO_NUMBER -> text + " is no number";
          case UNKNOWN_TAG -> "the YAML tag " + text + " is not known";
        };
    file.wrong(problem.line(), problem.column(), problem.path(), what, remedy);
  }

  private Dashboard dashboard(Section section) {
    section.only(KEYS);
    String id = id(section);
    String title = section.required("title", LONGEST_TITLE, "Write what people call it");
    String about = section.text("about", LONGEST_ABOUT);
    return new Dashboard(id, title, about == null ? "" : about, widgets(section));
  }

  private static String id(Section section) {
    String id = section.required("id", Integer.MAX_VALUE, ID_REMEDY);
    if (!id.isBlank() && !Dashboard.isId(id)) {
      section.wrong("id", TerminalEscaper.line(id, 64) + " cannot be an id", ID_REMEDY);
    }
    return id;
  }

  private List<Widget> widgets(Section section) {
    List<Widget> widgets = new ArrayList<>();
    Yaml value = section.value("widgets");
    if (!(value instanceof Yaml.Sequence list) || list.items().isEmpty()) {
      section.wrong(
          "widgets",
          value == null ? "it is missing" : "it must be a list of widgets",
          "Write at least one, with a dash and a blank ahead of its keys");
      return widgets;
    }
    if (list.items().size() > MOST_WIDGETS) {
      section.wrong(
          "widgets", "there are more than " + MOST_WIDGETS, "Make a second dashboard of the rest");
      return widgets;
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < list.items().size(); i++) {
      Yaml item = list.items().get(i);
      String path = "widgets[" + i + "]";
      if (item instanceof Yaml.Mapping mapping) {
        widgets.add(widget(new Section(mapping, path, file), ids));
      } else {
        file.wrong(item.line(), item.column(), path, "a widget has keys", "Begin with `id:`");
      }
    }
    return widgets;
  }

  private static Widget widget(Section section, Set<String> ids) {
    section.only(WIDGET_KEYS);
    String id = id(section);
    if (!ids.add(id) && !id.isEmpty()) {
      section.wrong("id", "another widget has it", "Give each its own");
    }
    String title = section.required("title", LONGEST_TITLE, "Write what people call it");
    Chart chart = chart(section);
    Widget.Axes axes =
        new Widget.Axes(
            section.text("label", LONGEST_COLUMN),
            section.text("value", LONGEST_COLUMN),
            section.text("series", LONGEST_COLUMN));
    need(section, chart, axes);
    return new Widget(id, title, chart, sql(section), axes);
  }

  private static Chart chart(Section section) {
    String word = section.required("chart", LONGEST_COLUMN, "Write one of " + charts());
    Chart chart = Chart.of(word);
    if (chart == null && !word.isBlank()) {
      String near = NearName.of(word, Chart.words());
      section.wrong(
          "chart",
          "there is no chart " + TerminalEscaper.line(word, 64),
          near == null ? "Write one of " + charts() : "Did you mean " + near + "?");
    }
    return chart == null ? Chart.TABLE : chart;
  }

  private static String charts() {
    return String.join(", ", Chart.words());
  }

  /// A picture without its columns shows nothing.
  private static void need(Section section, Chart chart, Widget.Axes axes) {
    boolean labelled = chart == Chart.LINE || chart == Chart.BAR || chart == Chart.HEATMAP;
    if (labelled && axes.label() == null) {
      section.wrong("label", "a " + chart.word() + " needs it", "Name the column");
    }
    if (chart == Chart.HEATMAP && (axes.value() == null || axes.series() == null)) {
      section.wrong("value", "a heatmap needs value and series", "Name the columns");
    }
  }

  private static String sql(Section section) {
    String sql = section.required("sql", LONGEST_SQL, "Write one SELECT");
    if (sql.isBlank()) {
      return sql;
    }
    String refusal = EventFilter.refusal(sql);
    if (refusal != null) {
      section.wrong("sql", refusal, "Write one SELECT; a name of WITH must be another than events");
    }
    for (MatchResult each : PARAMETER.matcher(sql).results().toList()) {
      parameter(section, sql, each);
    }
    return sql;
  }

  private static void parameter(Section section, String sql, MatchResult found) {
    String name = found.group();
    if (!WidgetSpan.PARAMETERS.contains(name)) {
      String near = NearName.of(name, WidgetSpan.PARAMETERS);
      section.wrong(
          "sql",
          "there is no parameter " + name,
          near == null
              ? "The parameters are " + String.join(", ", WidgetSpan.PARAMETERS)
              : "Did you mean " + near + "?");
    } else if (!isQuoted(sql, found)) {
      section.wrong("sql", name + " must stand in quotes", "Write '" + name + "'");
    }
  }

  private static boolean isQuoted(String sql, MatchResult found) {
    return found.start() > 0
        && sql.charAt(found.start() - 1) == '\''
        && found.end() < sql.length()
        && sql.charAt(found.end()) == '\'';
  }
}
