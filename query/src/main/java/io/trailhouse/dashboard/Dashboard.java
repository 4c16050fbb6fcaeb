package io.trailhouse.dashboard;

import io.trailhouse.document.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Widgets that are looked at together.
///
/// @param id of `[a-z0-9-]{1,64}`: also the name of its file
/// @param title for people; may be hostile
/// @param about what it is good for, for people; may be hostile and empty
public record Dashboard(String id, String title, String about, List<Widget> widgets) {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");

  public Dashboard {
    widgets = List.copyOf(widgets);
  }

  /// Whether a text can be the id of a dashboard or widget.
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// The file that says this.
  public String yaml() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id);
    document.put("title", title);
    document.put("about", about);
    List<Map<String, String>> all = new ArrayList<>();
    for (Widget widget : widgets) {
      Map<String, String> one = new LinkedHashMap<>();
      one.put("id", widget.id());
      one.put("title", widget.title());
      one.put("chart", widget.chart().word());
      one.putAll(widget.axes().named());
      one.put("sql", widget.sql());
      all.add(one);
    }
    document.put("widgets", all);
    return YamlWriter.write(document);
  }
}
