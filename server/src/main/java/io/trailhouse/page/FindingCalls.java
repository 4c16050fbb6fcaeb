package io.trailhouse.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.finding.Level;
import io.trailhouse.finding.RuleNotes;
import io.trailhouse.login.Role;
import io.trailhouse.query.FindingSearch;
import io.trailhouse.query.FindingStory;
import io.trailhouse.services.FindingService;
import io.trailhouse.services.Services;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The calls about findings and suppressions.
final class FindingCalls {
  private static final List<String> STATES = List.of("new", "acknowledged", "closed", "suppressed");
  private static final String EVERY = "*";

  private final PageHome home;

  private FindingCalls(PageHome home) {
    this.home = home;
  }

  static void addTo(Map<String, PageCall.For> calls, Asking asking) {
    FindingCalls own = new FindingCalls(asking.home());
    calls.put("findings", new PageCall.For(Role.READ, asking.rows("findings", own::findings)));
    calls.put("finding", new PageCall.For(Role.READ, asking.whole("finding", own::finding)));
    calls.put("change", new PageCall.For(Role.ANALYST, asking.whole("change", own::change)));
    calls.put(
        "suppressions",
        new PageCall.For(Role.READ, asking.whole("suppressions", own::suppressions)));
    calls.put("suppress", new PageCall.For(Role.ANALYST, asking.whole("suppress", own::suppress)));
    calls.put(
        "unsuppress", new PageCall.For(Role.ANALYST, asking.whole("unsuppress", own::unsuppress)));
  }

  private FindingService service(Services services) {
    return services.findings(home.rules());
  }

  private Asking.Found findings(Asked asked, Services services, Consumer<String> remarks) {
    Members members =
        Members.of(asked, "states", "levels", "rule", "account", "from", "to", "limit");
    int limit = members.limit();
    Members.Span span = members.span();
    String rule = members.optional("rule");
    FindingSearch search =
        new FindingSearch(
            known(members, "states", STATES),
            known(members, "levels", levels()),
            rule == null ? null : service(services).ruleId(rule),
            members.optional("account"),
            new FindingSearch.Span(span.begin(), span.end()),
            limit + 1);
    return new Asking.Found(service(services).find(search, false), limit);
  }

  private static List<String> levels() {
    List<String> words = new ArrayList<>();
    for (Level level : Level.values()) {
      words.add(level.word());
    }
    return words;
  }

  private static List<String> known(Members members, String name, List<String> all) {
    List<String> given = members.texts(name);
    for (String each : given) {
      if (!all.contains(each)) {
        throw Members.wrong(
            name + " holds a word that is none of them",
            name,
            "There are " + String.join(", ", all));
      }
    }
    return given;
  }

  private JsonNode finding(Asked asked, Services services) throws IOException {
    FindingService.Told found = service(services).story(Members.of(asked, "id").name("id").strip());
    FindingStory story = found.story();
    ObjectNode told = Asking.JSON.createObjectNode();
    ObjectNode fields = told.putObject("fields");
    story.fields().forEach(fields::put);
    ArrayNode events = told.putArray("events");
    story.eventIds().forEach(events::add);
    ArrayNode records = told.putArray("records");
    elements(story.records()).forEach(records::add);
    ArrayNode changes = told.putArray("changes");
    for (FindingStory.Change each : story.changes()) {
      changes
          .addObject()
          .put("time", each.time().isEmpty() ? null : each.time().replace(' ', 'T') + "Z")
          .put("state", each.state())
          .put("by", each.by())
          .put("reason", each.reason());
    }
    rule(told.putObject("rule"), found.rule());
    return told;
  }

  private static void rule(ObjectNode told, RuleNotes rule) {
    told.put("title", rule.title());
    told.put("description", rule.description());
    told.put("level", rule.level().word());
    told.put("next", rule.next());
    ArrayNode references = told.putArray("references");
    rule.references().forEach(references::add);
    ArrayNode tags = told.putArray("tags");
    rule.tags().forEach(tags::add);
  }

  /// The elements of a JSON array, each as it stands there: digits and the order of members are
  /// what came.
  static List<String> elements(String array) throws IOException {
    List<String> elements = new ArrayList<>();
    try (JsonParser json = Asking.JSON.createParser(array)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return List.of(array);
      }
      while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
        int from = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        elements.add(array.substring(from, (int) json.currentLocation().getCharOffset()));
      }
    }
    return elements;
  }

  private JsonNode change(Asked asked, Services services) {
    Members members = Members.of(asked, "verdict", "ids", "reason");
    FindingService.Verdict verdict = verdict(members.name("verdict"));
    List<String> ids = members.texts("ids");
    if (ids.isEmpty()) {
      throw Members.wrong("no finding is named", "ids", "Give at least one id");
    }
    int changed =
        service(services)
            .change(verdict, ids, members.text("reason").strip(), asked.caller().user());
    return Asking.JSON.createObjectNode().put("changed", changed);
  }

  private static FindingService.Verdict verdict(String word) {
    for (FindingService.Verdict each : FindingService.Verdict.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
        return each;
      }
    }
    throw Members.wrong(
        "this is no verdict", "verdict", "There are acknowledged, closed, reopened");
  }

  private JsonNode suppressions(Asked asked, Services services) {
    Members.of(asked);
    ArrayNode all = Asking.JSON.createArrayNode();
    for (FindingService.ActiveSuppression each : service(services).suppressions()) {
      all.addObject()
          .put("number", each.number())
          .put("rule", each.rule())
          .put("principal", each.principal())
          .put("account", each.account())
          .put("until", each.until().toString())
          .put("reason", each.reason())
          .put("expired", each.expired());
    }
    return all;
  }

  private JsonNode suppress(Asked asked, Services services) {
    Members members = Members.of(asked, "rule", "principal", "account", "until", "reason");
    Instant until = members.time("until");
    if (until == null) {
      throw Members.wrong("there is no until", "until", "Write it as 2026-05-01T00:00:00Z");
    }
    FindingService findings = service(services);
    int number =
        findings.suppress(
            findings.ruleId(members.name("rule")),
            or(members.optional("principal"), EVERY),
            or(members.optional("account"), EVERY),
            until,
            members.text("reason").strip());
    return Asking.JSON.createObjectNode().put("number", number);
  }

  private static String or(@Nullable String text, String other) {
    return Objects.requireNonNullElse(text, other);
  }

  private JsonNode unsuppress(Asked asked, Services services) {
    Members members = Members.of(asked, "number");
    if (!members.has("number")) {
      throw Members.wrong("there is no number", "number", "Give that of a suppression");
    }
    service(services).unsuppress(members.number("number", 0, Integer.MAX_VALUE));
    return Asking.JSON.createObjectNode();
  }
}
