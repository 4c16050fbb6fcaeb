package io.trailhouse.rule;

import io.trailhouse.document.Yaml;
import io.trailhouse.finding.Level;
import io.trailhouse.match.Predicate;
import io.trailhouse.problem.NearName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what a rule says about itself: everything but what it looks for.
final class HeadReader {
  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_DESCRIPTION = 65_535;
  private static final Pattern ID =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
  private static final Pattern DATE = Pattern.compile("\\d{4}([-/])\\d{1,2}\\1\\d{1,2}");
  private static final Pattern TAG = Pattern.compile("[a-z0-9_-]+\\.[a-z0-9._-]+");
  private static final Set<String> STATUSES =
      Set.of("stable", "test", "experimental", "deprecated", "unsupported");
  private static final Set<String> RELATIONS =
      Set.of("derived", "obsolete", "merged", "renamed", "similar", "correlation");

  private final Section rule;
  private final Review review;

  HeadReader(Section rule) {
    this.rule = rule;
    this.review = rule.review();
  }

  /// The rule without its logic; what is wrong is told to the review.
  Rule read() {
    String title = rule.required("title", LONGEST_TITLE, "Give the rule a title");
    String name = rule.text("name", LONGEST_TITLE);
    String id = id();
    checkRest();
    return new Rule(
        id != null ? id : name != null ? name : title,
        name,
        title,
        level(),
        tags(),
        rule.textOrEmpty("description", LONGEST_DESCRIPTION),
        List.copyOf(rule.texts("falsepositives")),
        List.copyOf(rule.texts("references")),
        next(),
        YamlJson.sha256(YamlJson.of(rule.mapping())),
        new Rule.Origin(review.file(), rule.mapping().line()),
        examples(),
        true,
        new RuleLogic.OneEvent(new Predicate.Always(false)));
  }

  private @Nullable String id() {
    String id = rule.text("id", LONGEST_TITLE);
    if (id != null && !ID.matcher(id).matches()) {
      rule.wrong("id", "it is no UUID", "Make one, with uuidgen for example, or leave id out");
    }
    return id;
  }

  private Level level() {
    String word = rule.text("level", LONGEST_TITLE);
    Level level = word == null ? Level.MEDIUM : Level.named(word);
    if (level == null) {
      rule.wrong(
          "level",
          "there is no level '" + word + "'",
          "Write informational, low, medium, high or critical");
      return Level.MEDIUM;
    }
    return level;
  }

  private List<String> tags() {
    List<String> tags = rule.texts("tags");
    for (String tag : tags) {
      if (!TAG.matcher(tag).matches()) {
        rule.wrong(
            "tags", "'" + tag + "' is no tag", "Write namespace.name in lower case: attack.t1078");
      }
    }
    return List.copyOf(tags);
  }

  /// What nobody shows but a wrong form of which points to a mistake.
  private void checkRest() {
    String taxonomy = rule.text("taxonomy", LONGEST_TITLE);
    if (taxonomy != null && !taxonomy.equals("sigma")) {
      rule.wrong(
          "taxonomy",
          "the taxonomy '" + taxonomy + "' is not known here",
          "Write the fields as CloudTrail spells them and leave taxonomy out");
    }
    String status = rule.text("status", LONGEST_TITLE);
    if (status != null && !STATUSES.contains(status)) {
      rule.wrong(
          "status",
          "there is no status '" + status + "'",
          "Write stable, test, experimental, deprecated or unsupported");
    }
    for (String key : List.of("date", "modified")) {
      String date = rule.text(key, LONGEST_TITLE);
      if (date != null && !DATE.matcher(date).matches()) {
        rule.wrong(key, "'" + date + "' is no date", "Write yyyy-MM-dd");
      }
    }
    rule.text("author", LONGEST_DESCRIPTION);
    rule.text("license", LONGEST_DESCRIPTION);
    rule.texts("fields");
    rule.texts("scope");
    related();
  }

  private void related() {
    Yaml related = rule.value("related");
    if (related == null) {
      return;
    }
    List<Yaml> all = related instanceof Yaml.Sequence list ? list.items() : List.of(related);
    for (Yaml one : all) {
      if (!(related instanceof Yaml.Sequence) || !(one instanceof Yaml.Mapping mapping)) {
        review.wrong(one.line(), "related", "it must be a list of id and type", "Write both");
        continue;
      }
      Section section = new Section(mapping, "related", review);
      section.required("id", LONGEST_TITLE, "Write the other rule's id");
      String type = section.required("type", LONGEST_TITLE, "Write similar, for example");
      if (!type.isEmpty() && !RELATIONS.contains(type)) {
        section.wrong("type", "there is no relation '" + type + "'", "Write similar, for example");
      }
    }
  }

  private @Nullable Section own() {
    Section own = rule.section("trailhouse");
    if (own != null) {
      Set<String> known = Set.of("next", "tests");
      for (String key : own.mapping().members().keySet()) {
        if (!known.contains(key)) {
          String near = NearName.of(key, known);
          own.wrong(
              key, "unknown key", near == null ? "There are next and tests" : "Write " + near);
        }
      }
    }
    return own;
  }

  private String next() {
    Yaml own = rule.value("trailhouse");
    return own instanceof Yaml.Mapping mapping
        ? new Section(mapping, "trailhouse", review).textOrEmpty("next", LONGEST_DESCRIPTION)
        : "";
  }

  private List<RuleExample> examples() {
    Section own = own();
    Yaml tests = own == null ? null : own.value("tests");
    List<RuleExample> examples = new ArrayList<>();
    if (own == null || tests == null) {
      return examples;
    }
    if (!(tests instanceof Yaml.Sequence list)) {
      own.wrong("tests", "it must be a list", "Write a dash ahead of each test");
      return examples;
    }
    for (Yaml item : list.items()) {
      if (item instanceof Yaml.Mapping mapping) {
        examples.add(example(new Section(mapping, own.path("tests"), review)));
      } else {
        review.wrong(
            item.line(), own.path("tests"), "a test has keys", "Write name, match and event");
      }
    }
    return List.copyOf(examples);
  }

  private RuleExample example(Section test) {
    String name = test.required("name", LONGEST_TITLE, "Say what the test is about");
    if (test.value("match") == null) {
      test.wrong("match", "it is missing", "Write true or false: what the rule must say");
    }
    List<String> events = new ArrayList<>();
    Yaml one = test.value("event");
    Yaml several = test.value("events");
    if ((one == null) == (several == null)) {
      test.wrong("event", "a test has either event or events", "Write one of the two");
    } else {
      List<Yaml> all =
          several instanceof Yaml.Sequence list
              ? list.items()
              : List.of(one == null ? several : one);
      for (Yaml event : all) {
        events.add(event(test, event));
      }
    }
    return new RuleExample(name, test.flag("match"), events, test.mapping().line());
  }

  /// An event as keys, or as a text of JSON.
  private static String event(Section test, Yaml event) {
    if (event instanceof Yaml.Scalar text && text.kind() == Yaml.Kind.TEXT) {
      return text.text();
    }
    if (!(event instanceof Yaml.Mapping)) {
      test.review()
          .wrong(
              event.line(),
              test.path("event"),
              "an event is a record",
              "Write its keys as YAML, or the whole record as a text of JSON");
    }
    return YamlJson.of(event);
  }
}
