package io.trailhouse.alert;

import io.trailhouse.alert.Alert.Contents;
import io.trailhouse.alert.Alert.Progress;
import io.trailhouse.alert.Alert.Section;
import io.trailhouse.alert.Alert.State;
import io.trailhouse.alert.Alert.Times;
import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes alerts of findings and summaries of alerts. Decides nothing by the clock but what it is
/// told, and keeps nothing.
final class Groups {
  private static final int MOST_SAMPLES = 5;
  private static final int MOST_SECTIONS = 100;
  private static final int ID_DIGITS = 32;
  private static final int FINDING_DIGITS = 16;
  private static final String SEVERAL = "several";

  private Groups() {}

  /// Findings of one rule and principal are a group.
  static String keyOf(Finding finding) {
    return finding.ruleId() + '\0' + finding.principal();
  }

  /// What goes into one message when it comes together: what one principal did; where nobody is
  /// named, what one rule found in an account.
  static String personOf(Finding finding) {
    return finding.principal().isEmpty()
        ? finding.ruleId() + '\0' + finding.account()
        : finding.principal();
  }

  /// The groups of an alert; none for a summary, which nothing joins.
  static List<String> keysOf(Alert alert) {
    return alert.contents().isSummary()
        ? List.of()
        : alert.contents().sections().stream()
            .map(section -> section.rule() + '\0' + section.principal())
            .toList();
  }

  /// The id of a finding as it is remembered.
  static String shortId(Finding finding) {
    String id = finding.id();
    return id.matches("[0-9a-f]{16,}") ? id.substring(0, FINDING_DIGITS) : digest(List.of(id), 16);
  }

  /// A new alert of findings that belong together.
  ///
  /// @param due when it may be sent
  static Alert open(AlertSpec spec, List<Finding> findings, Instant due, Instant now) {
    Finding first = findings.get(0);
    Alert alert =
        new Alert(
            digest(List.of(spec.name(), first.ruleId(), first.principal(), first.id()), ID_DIGITS),
            new Contents(List.of(), List.of(), List.of(), List.of(), List.of()),
            new Times(now, due, due.plus(spec.group())),
            new Progress(State.WAITING, 0, now, due, due, "", ""));
    return join(alert, findings);
  }

  /// An alert with further findings.
  static Alert join(Alert alert, List<Finding> further) {
    Map<String, Section> sections = new LinkedHashMap<>();
    alert
        .contents()
        .sections()
        .forEach(section -> sections.put(section.rule() + '\0' + section.principal(), section));
    List<String> ids = new ArrayList<>(alert.contents().findings());
    List<Finding> samples = new ArrayList<>(alert.contents().samples());
    Set<String> events = new LinkedHashSet<>(alert.contents().events());
    for (Finding finding : further) {
      Section known = sections.get(keyOf(finding));
      sections.put(keyOf(finding), known == null ? section(finding) : join(known, finding));
      ids.add(shortId(finding));
      samples.add(finding);
      events.addAll(ToldEvents.marks(finding));
    }
    List<Section> gravestFirst =
        sections.values().stream().sorted(Comparator.comparing(Section::level).reversed()).toList();
    return alert.with(
        new Contents(gravestFirst, ids, gravest(samples), List.of(), List.copyOf(events)));
  }

  private static Section section(Finding finding) {
    return new Section(
        finding.ruleId(),
        finding.title(),
        finding.level(),
        finding.principal(),
        finding.account(),
        finding.region(),
        1,
        finding.time(),
        finding.time());
  }

  private static Section join(Section section, Finding finding) {
    boolean graver =
        finding.level() != section.level() && finding.level().isAtLeast(section.level());
    return new Section(
        section.rule(),
        graver ? finding.title() : section.title(),
        graver ? finding.level() : section.level(),
        section.principal(),
        one(section.account(), finding.account()),
        one(section.region(), finding.region()),
        section.count() + 1,
        finding.time().isBefore(section.first()) ? finding.time() : section.first(),
        finding.time().isAfter(section.last()) ? finding.time() : section.last());
  }

  private static String one(String known, String other) {
    return known.equals(other) ? known : SEVERAL;
  }

  /// One alert that stands for several, due now.
  static Alert fold(AlertSpec spec, List<Alert> alerts, Instant now) {
    List<Section> sections = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    List<Finding> samples = new ArrayList<>();
    Set<String> folded = new LinkedHashSet<>();
    Set<String> events = new LinkedHashSet<>();
    List<String> named = new ArrayList<>(List.of(spec.name(), "summary"));
    for (Alert alert : alerts) {
      sections.addAll(alert.contents().sections());
      findings.addAll(alert.contents().findings());
      samples.addAll(alert.contents().samples());
      events.addAll(alert.contents().events());
      folded.add(alert.id());
      folded.addAll(alert.contents().folded());
      named.add(alert.id());
    }
    return new Alert(
        digest(named, ID_DIGITS),
        new Contents(
            merge(sections), findings, gravest(samples), List.copyOf(folded), List.copyOf(events)),
        new Times(now, now, now),
        new Progress(State.WAITING, 0, now, now, now, "", ""));
  }

  /// The sections of a summary: one for each group, the gravest first, what is beyond the bound in
  /// one last section.
  private static List<Section> merge(List<Section> sections) {
    Map<String, Section> groups = new LinkedHashMap<>();
    sections.stream()
        .sorted(
            Comparator.comparing(Section::level)
                .thenComparingLong(Section::count)
                .reversed()
                .thenComparing(Section::first))
        .forEach(section -> {
          String key = section.rule() + '\0' + section.principal();
          boolean full = groups.size() >= MOST_SECTIONS - 1 && !groups.containsKey(key);
          Section added = full ? nameless(section) : section;
          groups.merge(full ? SEVERAL : key, added, Groups::join);
        });
    return List.copyOf(groups.values());
  }

  private static Section nameless(Section section) {
    return new Section(
        SEVERAL,
        "further rules and principals",
        section.level(),
        SEVERAL,
        section.account(),
        section.region(),
        section.count(),
        section.first(),
        section.last());
  }

  private static Section join(Section one, Section other) {
    Level level = one.level().isAtLeast(other.level()) ? one.level() : other.level();
    return new Section(
        one.rule(),
        one.title(),
        level,
        one.principal(),
        one(one.account(), other.account()),
        one(one.region(), other.region()),
        one.count() + other.count(),
        one.first().isBefore(other.first()) ? one.first() : other.first(),
        one.last().isAfter(other.last()) ? one.last() : other.last());
  }

  /// The findings to show: the gravest, of equals the earliest come.
  private static List<Finding> gravest(List<Finding> findings) {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::level).reversed())
        .limit(MOST_SAMPLES)
        .toList();
  }

  /// The first digits of a SHA-256 over texts with their lengths.
  static String digest(List<String> texts, int digits) {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest()).substring(0, digits);
  }
}
