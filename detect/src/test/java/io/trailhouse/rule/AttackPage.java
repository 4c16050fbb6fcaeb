package io.trailhouse.rule;

import io.trailhouse.finding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The page docs/attack-coverage.md: what the built-in rules find in records of attacks, what they
/// miss, and how loud they are where nothing is wrong. Names nothing out of a record but API calls.
final class AttackPage {
  private static final Pattern TECHNIQUE = Pattern.compile("attack\\.(t\\d{4}(?:\\.\\d{3})?)");
  private static final int LOUDEST = 3;

  private final List<Rule> rules;
  private final StringBuilder page = new StringBuilder();

  AttackPage(List<Rule> rules) {
    this.rules = rules;
  }

  String text() {
    return page.toString();
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  private static boolean atLeast(Rule rule, Level level) {
    return rule.level().isAtLeast(level);
  }

  /// A rule by its file, and by its name where the file holds several.
  private String name(Rule rule) {
    String file = rule.origin().file();
    String brief = file.substring(file.indexOf(':') + 1).replace(".yml", "");
    boolean several =
        rules.stream().filter(each -> each.origin().file().equals(file)).limit(2).count() > 1;
    String own = rule.name();
    boolean named = several && own != null && !brief.endsWith("/" + own);
    return named ? "%s (`%s`)".formatted(brief, own) : brief;
  }

  void opening(Map<String, AttackRecords> sets) {
    line("# What the built-in rules find");
    line("");
    line(
        "Made by `AttackCoverageTest` from records of attacks that others have published; the"
            + " test");
    line(
        "fails when the rules and this page say different things. With the sample data beside the");
    line("checkout, `-Dgolden.approve=true` writes the page anew.");
    line("");
    line("| set | records | files | what it is |");
    line("|---|---|---|---|");
    line(
        "| stratus | %s | each technique of Stratus Red Team that has a sample, a file each (DataDog/stratus-red-team, Apache-2.0) |"
            .formatted(size(sets.get("stratus"))));
    line(
        "| invictus | %s | some thirty attacks in one hour, with the work around them (invictus-ir/aws_dataset, MIT) |"
            .formatted(size(sets.get("invictus"))));
    line(
        "| traildiscover | %s | one record of each API call seen in attacks (TrailDiscover by Adan Alvarez, CC BY 4.0) |"
            .formatted(size(sets.get("traildiscover"))));
    line(
        "| ransomware | %s | a bucket emptied for ransom, a laboratory (Yamato-Security/suzaku-sample-data); numbers only |"
            .formatted(size(sets.get("ransomware"))));
    line("");
    line(
        "Copies of a record count once. A hit is a record that a rule of the level low or higher is"
            + " about;");
    line(
        "of a correlation, the records of its findings. `12 / 3` is twelve records in three"
            + " files.");
    line("");
  }

  private static String size(AttackRecords set) {
    return "%,d | %,d".formatted(set.size(), set.files().size());
  }

  void techniques(Map<String, AttackRecords> sets) {
    line("## By technique");
    line("");
    line("| technique | rules | %s |".formatted(String.join(" | ", sets.keySet())));
    line("|---|---|%s".formatted("---|".repeat(sets.size())));
    List<String> silent = new ArrayList<>();
    byTechnique()
        .forEach((technique, some) -> {
          List<String> cells =
              sets.values().stream().map(set -> set.recordsAndFiles(some)).toList();
          if (cells.stream().allMatch(String::isEmpty)) {
            silent.add("%s (%d)".formatted(technique, some.size()));
          } else {
            line("| %s | %d | %s |".formatted(technique, some.size(), String.join(" | ", cells)));
          }
        });
    line("");
    line("With rules that no set has a record for; their own examples hold them to their word:");
    line("%s.".formatted(silent.isEmpty() ? "none" : String.join(", ", silent)));
    line("");
  }

  private Map<String, List<Rule>> byTechnique() {
    Map<String, List<Rule>> some = new TreeMap<>();
    for (Rule rule : rules) {
      for (String tag : rule.tags()) {
        if (atLeast(rule, Level.LOW) && TECHNIQUE.matcher(tag).matches()) {
          String technique = tag.substring(tag.indexOf('.') + 1).toUpperCase(Locale.ROOT);
          some.computeIfAbsent(technique, any -> new ArrayList<>()).add(rule);
        }
      }
    }
    return some;
  }

  void attacks(AttackRecords stratus) {
    line("## Stratus Red Team, attack by attack");
    line("");
    line("| attack | records | highest level | rules |");
    line("|---|---|---|---|");
    stratus
        .files()
        .forEach((file, records) -> {
          List<Rule> found = loudFirst(stratus.in(file));
          String attack = file.replace(".json", "");
          String level = found.isEmpty() ? "**missed**" : found.get(0).level().word();
          line("| %s | %d | %s | %s |".formatted(attack, records, level, names(found)));
        });
    long found = stratus.files().keySet().stream().filter(file -> alarms(stratus, file)).count();
    line("");
    line("%d of %d are found at the level low or higher.".formatted(found, stratus.files().size()));
    line("");
  }

  private static boolean alarms(AttackRecords set, String file) {
    return set.in(file).stream().anyMatch(rule -> atLeast(rule, Level.LOW));
  }

  private static List<Rule> loudFirst(List<Rule> found) {
    return found.stream().sorted(Comparator.comparing(Rule::level).reversed()).toList();
  }

  private String names(List<Rule> found) {
    return found.stream()
        .map(rule -> atLeast(rule, Level.LOW) ? name(rule) : "(" + name(rule) + ")")
        .collect(Collectors.joining(", "));
  }

  void calls(AttackRecords traildiscover) {
    Map<String, List<String>> missed = new TreeMap<>();
    Map<String, List<String>> marked = new TreeMap<>();
    for (String file : traildiscover.files().keySet()) {
      int slash = file.indexOf('/');
      String call =
          file.substring(slash + 1).replace(".json", "")
              + (traildiscover.hasFailure(file) ? "†" : "");
      List<Rule> found = traildiscover.in(file);
      if (!alarms(traildiscover, file)) {
        (found.isEmpty() ? missed : marked)
            .computeIfAbsent(file.substring(0, slash), any -> new ArrayList<>())
            .add(call);
      }
    }
    int all = traildiscover.files().size();
    line("## API calls of TrailDiscover");
    line("");
    line(
        "%d of %d calls are found at the level low or higher."
            .formatted(all - sum(missed) - sum(marked), all));
    line(
        "Most of the others read or list, one call of many that an inventory makes: alone they"
            + " say");
    line(
        "nothing, and the correlations that count them need more than the one record of this set.");
    line("Of calls with † the record tells a failure, where a rule on what was done stays silent.");
    line("");
    line("Only marked (informational, for correlations), %d:".formatted(sum(marked)));
    line("");
    list(marked);
    line("Not found, %d:".formatted(sum(missed)));
    line("");
    list(missed);
  }

  private static int sum(Map<String, List<String>> calls) {
    return calls.values().stream().mapToInt(List::size).sum();
  }

  private void list(Map<String, List<String>> calls) {
    calls.forEach(
        (service, names) -> line("- %s: %s".formatted(service, String.join(", ", names))));
    line("");
  }

  void noise(Map<String, AttackRecords> quiet) {
    line("## Noise");
    line("");
    line("Findings that would be told to people, where nobody attacks: an idle account");
    line(
        "(opensearch-project/opensearch-catalog, Apache-2.0), people who click through the"
            + " console");
    line(
        "(Permiso-io-tools/CloudConsoleCartographer, Apache-2.0; ten fields a record, no identity),"
            + " and");
    line(
        "the records of invictus without the user agent of the attack tool: Terraform that builds"
            + " and");
    line(
        "tears down what is attacked, console, AWS itself, and what was done with stolen"
            + " credentials.");
    line("");
    line("| set | records | low and higher | medium and higher | loudest rules |");
    line("|---|---|---|---|---|");
    quiet.forEach((name, set) ->
        line(
            "| %s | %,d | %,d | %,d | %s |"
                .formatted(
                    name,
                    set.size(),
                    set.findings(told(Level.LOW)),
                    set.findings(told(Level.MEDIUM)),
                    loudest(set))));
  }

  private static Predicate<Rule> told(Level level) {
    return rule -> rule.alerts() && atLeast(rule, level);
  }

  private String loudest(AttackRecords set) {
    return rules.stream()
        .filter(told(Level.LOW).and(rule -> set.findings(rule) > 0))
        .sorted(Comparator.comparingInt((Rule rule) -> set.findings(rule)).reversed())
        .limit(LOUDEST)
        .map(rule -> "%s %,d".formatted(name(rule), set.findings(rule)))
        .collect(Collectors.joining(", "));
  }
}
