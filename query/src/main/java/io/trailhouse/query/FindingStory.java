package io.trailhouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.finding.FoundFacts;
import io.trailhouse.finding.RuleNotes;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One finding in full: what was found, the records that are kept with it, and what people made of
/// it.
///
/// @param fields the columns that have a value, as text, in the table's order
/// @param eventIds of all its events
/// @param records the kept records as one JSON array, each as it came
/// @param changes its states, the oldest first
public record FindingStory(
    Map<String, String> fields, List<String> eventIds, String records, List<Change> changes) {

  /// A state and who has set it when.
  public record Change(String time, String state, String by, String reason) {}

  private static final List<String> FIELDS =
      List.of(
          "id",
          "title",
          "level",
          "state",
          "reason",
          "time",
          "found_at",
          "account",
          "region",
          "principal",
          "rule_id",
          "rule_version",
          "event_count");

  /// What the kept records say of themselves.
  public FoundFacts facts() {
    return FoundFacts.ofArray(records);
  }

  /// Tells the story of a finding.
  ///
  /// @param id its whole id
  /// @throws TrailhouseException with NOT_FOUND when there is none
  public static FindingStory of(Sql engine, String id) {
    String where = " WHERE id = " + EventSearch.text(id);
    List<Change> changes = changes(engine, where);
    String columns = "\"" + String.join("\", \"", FIELDS) + "\"";
    try (QueryAnswer answer =
        engine.ask("SELECT " + columns + ", event_ids, event_json FROM findings" + where)) {
      if (!answer.next()) {
        throw new TrailhouseException(
            Code.NOT_FOUND,
            "there is no finding " + id,
            "table findings",
            "The list of findings has those that there are");
      }
      Map<String, String> fields = new LinkedHashMap<>();
      for (int i = 0; i < FIELDS.size(); i++) {
        Object value = answer.value(i);
        if (value != null) {
          fields.put(FIELDS.get(i), ValueText.of(value));
        }
      }
      List<String> ids = new ArrayList<>();
      if (answer.value(FIELDS.size()) instanceof List<?> list) {
        list.forEach(each -> ids.add(String.valueOf(each)));
      }
      String records = text(answer, FIELDS.size() + 1);
      return new FindingStory(fields, ids, records.isEmpty() ? "[]" : records, changes);
    }
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : texts) {
      json.writeString(each);
    }
    json.writeEndArray();
  }

  private static List<Change> changes(Sql engine, String where) {
    List<Change> changes = new ArrayList<>();
    try (QueryAnswer answer =
        engine.ask(
            "SELECT changed_at, state, changed_by, reason FROM finding_changes"
                + where
                + " ORDER BY changed_at")) {
      while (answer.next()) {
        changes.add(new Change(text(answer, 0), text(answer, 1), text(answer, 2), text(answer, 3)));
      }
    }
    return changes;
  }

  private static String text(QueryAnswer answer, int column) {
    Object value = answer.value(column);
    return value == null ? "" : ValueText.of(value);
  }

  /// Prints it as one JSON object, the records in it as they came, and a line break.
  ///
  /// @param rule the rule of this finding
  public void printJson(PrintWriter out, RuleNotes rule) {
    try (JsonGenerator json = ValueText.JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      for (Map.Entry<String, String> field : fields.entrySet()) {
        if (field.getKey().equals("event_count")) {
          json.writeNumberField(field.getKey(), Long.parseLong(field.getValue()));
        } else {
          json.writeStringField(field.getKey(), field.getValue());
        }
      }
      json.writeStringField("description", rule.description());
      json.writeStringField("next", rule.next());
      FoundFacts facts = facts();
      texts(json, "addresses", facts.addresses());
      texts(json, "user_agents", facts.agents());
      texts(json, "resources", facts.resources());
      texts(json, "errors", facts.errors());
      texts(json, "event_ids", eventIds);
      json.writeFieldName("records");
      json.writeRawValue(records);
      json.writeArrayFieldStart("changes");
      for (Change change : changes) {
        json.writeStartObject();
        json.writeStringField("changed_at", change.time());
        json.writeStringField("state", change.state());
        json.writeStringField("changed_by", change.by());
        json.writeStringField("reason", change.reason());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }
}
