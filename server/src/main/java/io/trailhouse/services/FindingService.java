package io.trailhouse.services;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.finding.RuleNotes;
import io.trailhouse.lake.catalog.Lake;
import io.trailhouse.lake.findings.FindingTable;
import io.trailhouse.lake.findings.Suppression;
import io.trailhouse.lake.findings.Suppressions;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.FindingSearch;
import io.trailhouse.query.FindingStory;
import io.trailhouse.query.QueryAnswer;
import io.trailhouse.query.Sql;
import io.trailhouse.query.TableSpan;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What rules have found: finds and tells it, and takes what people make of it: what has become of
/// findings, and which they do not want to hear of for some time.
public final class FindingService {
  /// What somebody says of findings.
  public enum Verdict {
    ACKNOWLEDGED(FindingTable.State.ACKNOWLEDGED),
    CLOSED(FindingTable.State.CLOSED),
    REOPENED(FindingTable.State.NEW);

    private final FindingTable.State state;

    Verdict(FindingTable.State state) {
      this.state = state;
    }
  }

  /// A suppression under its number.
  public record ActiveSuppression(
      int number,
      String rule,
      String principal,
      String account,
      Instant until,
      String reason,
      boolean expired) {}

  /// A finding, and what its rule says of itself.
  public record Told(FindingStory story, RuleNotes rule) {}

  /// Stands for every rule.
  public static final String EVERY_RULE = "*";

  private final Lake lake;
  private final Suppressions suppressions;
  private final InstantSource clock;
  private final Supplier<Sql> engine;
  private final Supplier<RuleBook> rules;

  FindingService(Lake lake, InstantSource clock, Supplier<Sql> engine, Supplier<RuleBook> rules) {
    this.lake = lake;
    this.suppressions = Suppressions.in(lake.home());
    this.clock = clock;
    this.engine = engine;
    this.rules = rules;
  }

  /// Starts a search. The answer must be closed.
  ///
  /// @param forPeople whether grave findings come first, columns are few and ids short
  public QueryAnswer find(FindingSearch search, boolean forPeople) {
    return search.run(engine.get(), forPeople);
  }

  /// One finding in full.
  ///
  /// @param prefix an id or its first six digits or more
  /// @throws TrailhouseException with NOT_FOUND or WRONG_USE when it is not exactly one
  public Told story(String prefix) {
    FindingStory story = FindingStory.of(engine.get(), FindingTable.open(lake).idOf(prefix));
    String rule = story.fields().getOrDefault("rule_id", "");
    return new Told(story, book().notes(rule));
  }

  /// From the first to the last finding of a time, by what they are about; null when it has none.
  ///
  /// @param from in UTC, inclusive; null for the beginning
  /// @param to in UTC, exclusive; null for the end
  public @Nullable TableSpan span(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    return TableSpan.ofFindings(engine.get(), from, to);
  }

  /// The id of a rule that exists or has findings.
  ///
  /// @param word its id, name or title, or [#EVERY_RULE]
  /// @throws TrailhouseException with NOT_FOUND that names a near one
  public String ruleId(String word) {
    return word.equals(EVERY_RULE)
        ? word
        : book().idOf(word, id -> FindingSearch.isFoundBy(engine.get(), id));
  }

  /// Every rule that can be named here.
  private RuleBook book() {
    return rules.get();
  }

  /// What the rule of an id is called; its id when nobody knows.
  public String ruleTitle(String id) {
    String title = book().notes(id).title();
    return title.isEmpty() ? id : title;
  }

  /// Changes findings, all of them or, when one of the ids means none or several, none.
  ///
  /// @param prefixes ids or their first six digits or more
  /// @param reason empty for none
  /// @param by who says so
  /// @return how many were changed; the others were so already
  public int change(Verdict verdict, List<String> prefixes, String reason, String by) {
    FindingTable table = FindingTable.open(lake);
    List<String> ids = prefixes.stream().map(table::idOf).toList();
    return table.change(ids, verdict.state, reason, by, clock.instant());
  }

  /// Wants to hear no more of some findings until a moment. Answers the number of this suppression.
  ///
  /// @param rule a rule's id or `*`
  /// @param principal a pattern with `*` and `?`
  /// @param account an account's id or `*`
  /// @throws TrailhouseException with WRONG_USE when the moment is over, no account has this id, or
  ///   principal or reason are blank
  public int suppress(String rule, String principal, String account, Instant until, String reason) {
    if (!account.equals("*") && !EventIdentity.isAccountId(account)) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "no account has the id " + account,
          "account",
          "Give the twelve digits of an account, or '*' for every account");
    }
    requireWord(principal, "principal", "Name whom it covers, or '*' for every principal");
    requireWord(reason, "reason", "Say why, for those who come later");
    Suppression suppression = new Suppression(rule, principal, account, until, reason);
    if (suppression.isExpired(clock.instant())) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "this suppression would be over already",
          until.toString(),
          "Give a later time");
    }
    return suppressions.add(suppression).number();
  }

  private static void requireWord(String text, String name, String remedy) {
    if (text.isBlank()) {
      throw new TrailhouseException(Code.WRONG_USE, "there is no " + name, name, remedy);
    }
  }

  /// All suppressions, also those that have expired.
  public List<ActiveSuppression> suppressions() {
    Instant now = clock.instant();
    return suppressions.list().stream()
        .map(each -> standing(each.number(), each.suppression(), now))
        .toList();
  }

  private static ActiveSuppression standing(int number, Suppression suppression, Instant now) {
    return new ActiveSuppression(
        number,
        suppression.rule(),
        suppression.principal(),
        suppression.account(),
        suppression.until(),
        suppression.reason(),
        suppression.isExpired(now));
  }

  /// Takes a suppression back.
  ///
  /// @throws TrailhouseException with NOT_FOUND when there is none of this number
  public void unsuppress(int number) {
    if (!suppressions.remove(number)) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "there is no suppression " + number,
          lake.home().toString(),
          "The list of suppressions has their numbers");
    }
  }
}
