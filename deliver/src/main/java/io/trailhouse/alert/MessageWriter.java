package io.trailhouse.alert;

import io.trailhouse.alert.Alert.Contents;
import io.trailhouse.alert.Alert.Section;
import io.trailhouse.alert.AlertMessage.Fact;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.FoundFacts;
import io.trailhouse.finding.Level;
import io.trailhouse.finding.RuleNotes;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts an alert into words. The same alert and the same rules always give the same message.
public final class MessageWriter {
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_VALUE = 300;
  private static final int LONGEST_PROSE = 1000;
  private static final int MOST_LINES = 25;

  private final AlertSpec spec;

  public MessageWriter(AlertSpec spec) {
    this.spec = spec;
  }

  /// The message of an alert, when nothing is known of its rules but their titles.
  AlertMessage write(Alert alert) {
    return write(alert, Map.of());
  }

  /// The message of an alert.
  ///
  /// @param rules what they say of themselves, by their ids
  public AlertMessage write(Alert alert, Map<String, RuleNotes> rules) {
    Contents contents = alert.contents();
    String title = title(contents);
    List<Fact> facts = facts(contents, rules);
    List<String> samples = samples(contents);
    URI link = link(contents);
    return new AlertMessage(
        alert.id(),
        CleanText.line(spec.name(), LONGEST_VALUE),
        title,
        contents.level(),
        facts,
        contents.count(),
        samples,
        text(title, facts, samples, link),
        html(title, facts, samples, link),
        EventsJson.of(contents.samples()),
        alert.times().due(),
        link);
  }

  private static String title(Contents contents) {
    String level = "[" + contents.level().name() + "] ";
    Section first = contents.sections().get(0);
    if (contents.isSummary()) {
      return CleanText.line(
          level
              + number(contents.count(), "finding")
              + " in "
              + number(contents.sections().size(), "group")
              + ", first: "
              + first.title(),
          LONGEST_TITLE);
    }
    int others = contents.sections().size() - 1;
    String more = others == 0 ? "" : " and " + number(others, "other rule");
    String count = more + (contents.count() == 1 ? "" : " (" + contents.count() + " findings)");
    String who =
        first.principal().isEmpty() ? "" : " by " + EventIdentity.shortName(first.principal());
    int room = LONGEST_TITLE - level.length() - count.length();
    return level + CleanText.line(first.title() + who, room) + count;
  }

  private static String number(long count, String of) {
    return count + " " + of + (count == 1 ? "" : "s");
  }

  private static List<Fact> facts(Contents contents, Map<String, RuleNotes> rules) {
    List<Fact> facts = new ArrayList<>();
    Section one = contents.sections().get(0);
    Instant first = one.first();
    Instant last = one.last();
    for (Section section : contents.sections()) {
      first = section.first().isBefore(first) ? section.first() : first;
      last = section.last().isAfter(last) ? section.last() : last;
    }
    facts.add(new Fact("Level", contents.level().word()));
    if (!contents.isSummary()) {
      add(facts, "Rule", one.title());
      add(facts, "Rule id", one.rule());
      add(facts, "Other rules", otherRules(contents.sections()));
      add(facts, "Principal", one.principal());
      addFromRecords(facts, contents.samples());
      add(facts, "Account", one.account());
      add(facts, "Region", one.region());
    }
    facts.add(new Fact("Findings", Long.toString(contents.count())));
    facts.add(new Fact("First event", time(first)));
    facts.add(new Fact("Last event", time(last)));
    RuleNotes rule = rules.get(one.rule());
    if (rule != null && !contents.isSummary()) {
      addProse(facts, "Description", rule.description());
      addProse(facts, "Next", rule.next());
    }
    return List.copyOf(facts);
  }

  private static String otherRules(List<Section> sections) {
    return FoundFacts.line(sections.stream().skip(1).map(Section::title).toList());
  }

  /// From where, with what, on what and with which error: of the findings that are shown.
  private static void addFromRecords(List<Fact> facts, List<Finding> samples) {
    List<String> records = new ArrayList<>();
    for (Finding finding : samples) {
      finding.events().forEach(event -> records.add(event.json()));
    }
    FoundFacts found = FoundFacts.of(records);
    add(facts, "Address", FoundFacts.line(found.addresses()));
    add(facts, "User agent", FoundFacts.line(found.agents()));
    add(facts, "Resource", FoundFacts.line(found.resources()));
    add(facts, "Error", FoundFacts.line(found.errors()));
  }

  /// What the author of a rule has written, perhaps in several lines.
  private static void addProse(List<Fact> facts, String name, String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (!line.isEmpty()) {
      facts.add(new Fact(name, CleanText.line(line, LONGEST_PROSE)));
    }
  }

  private static void add(List<Fact> facts, String name, String value) {
    if (!value.isBlank()) {
      facts.add(new Fact(name, CleanText.line(value, LONGEST_VALUE)));
    }
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// A line for each group of a summary, for each shown finding otherwise.
  private static List<String> samples(Contents contents) {
    List<String> lines = new ArrayList<>();
    if (contents.isSummary()) {
      for (Section section : contents.sections()) {
        lines.add(line(section.level(), section.count() + " x " + section.title(), section));
      }
    } else {
      for (Finding finding : contents.samples()) {
        lines.add(line(finding, contents.sections().size() > 1));
      }
    }
    int more = lines.size() - MOST_LINES;
    if (more > 0) {
      lines.subList(MOST_LINES, lines.size()).clear();
      lines.add("and " + number(more, "further group"));
    }
    return List.copyOf(lines);
  }

  private static String line(Level level, String what, Section section) {
    return CleanText.line(
        "%s %s by %s in %s, last %s"
            .formatted(
                level.word().toUpperCase(Locale.ROOT),
                what,
                section.principal().isEmpty() ? "nobody named" : section.principal(),
                section.account().isEmpty() ? "no account" : section.account(),
                time(section.last())),
        LONGEST_VALUE);
  }

  /// @param ofSeveral whether findings of other rules stand beside it
  private static String line(Finding finding, boolean ofSeveral) {
    Finding.FoundEvent last = finding.events().get(finding.events().size() - 1);
    String others =
        finding.events().size() == 1
            ? ""
            : " and " + number(finding.events().size() - 1L, "event") + " before it";
    return CleanText.line(
        "%s%s %s%s in %s %s (%s)"
            .formatted(
                ofSeveral ? finding.title() + ": " : "",
                time(finding.time()),
                last.name(),
                others,
                finding.account(),
                finding.region(),
                last.key()),
        LONGEST_VALUE);
  }

  private @Nullable URI link(Contents contents) {
    URI page = spec.links();
    if (page == null || contents.samples().isEmpty()) {
      return null;
    }
    List<Finding.FoundEvent> events = contents.samples().get(0).events();
    String key = CleanText.line(events.get(events.size() - 1).key(), LONGEST_VALUE);
    String begin = page.toString();
    try {
      return new URI(
          begin
              + (begin.endsWith("/") ? "" : "/")
              + "#/event/"
              + URLEncoder.encode(key, StandardCharsets.UTF_8));
    } catch (URISyntaxException e) {
      return null; // no alert is held up for its link
    }
  }

  private static String text(
      String title, List<Fact> facts, List<String> samples, @Nullable URI link) {
    StringBuilder text = new StringBuilder(title).append("\n\n");
    for (Fact fact : facts) {
      text.append(fact.name()).append(": ").append(fact.value()).append('\n');
    }
    text.append('\n');
    for (String sample : samples) {
      text.append("- ").append(sample).append('\n');
    }
    if (link != null) {
      text.append('\n').append(link).append('\n');
    }
    return text.toString();
  }

  private static String html(
      String title, List<Fact> facts, List<String> samples, @Nullable URI link) {
    StringBuilder html =
        new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>");
    html.append(CleanText.html(title)).append("</title></head>\n");
    html.append("<body style=\"font-family:sans-serif\">\n<h2>").append(CleanText.html(title));
    html.append("</h2>\n<table cellpadding=\"4\">\n");
    for (Fact fact : facts) {
      html.append("<tr><th align=\"left\">").append(CleanText.html(fact.name()));
      html.append("</th><td>").append(CleanText.html(fact.value())).append("</td></tr>\n");
    }
    html.append("</table>\n<ul>\n");
    for (String sample : samples) {
      html.append("<li>").append(CleanText.html(sample)).append("</li>\n");
    }
    html.append("</ul>\n");
    if (link != null) {
      String address = CleanText.html(link.toString());
      html.append("<p><a href=\"").append(address).append("\">").append(address);
      html.append("</a></p>\n");
    }
    return html.append("</body></html>\n").toString();
  }
}
