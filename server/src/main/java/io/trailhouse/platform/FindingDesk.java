package io.trailhouse.platform;

import io.trailhouse.lake.FindingTable;
import io.trailhouse.lake.Lake;
import io.trailhouse.lake.Suppression;
import io.trailhouse.lake.Suppressions;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// What people do with findings: say what has become of them, and which they do not want to hear of
/// for some time.
public final class FindingDesk {
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
  public record Standing(
      int number,
      String rule,
      String principal,
      String account,
      Instant until,
      String reason,
      boolean expired) {}

  private final Lake lake;
  private final Suppressions suppressions;
  private final InstantSource clock;

  FindingDesk(Lake lake, InstantSource clock) {
    this.lake = lake;
    this.suppressions = Suppressions.in(lake.home());
    this.clock = clock;
  }

  /// The whole id that begins so.
  ///
  /// @throws TrailhouseException with NOT_FOUND or WRONG_USE when it is not exactly one
  public String idOf(String prefix) {
    return FindingTable.open(lake).idOf(prefix);
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

  /// Wants to hear no more of some findings until a moment. Answers the number of this wish.
  ///
  /// @param rule a rule's id or `*`
  /// @param principal a pattern with `*` and `?`
  /// @param account an account's id or `*`
  /// @throws TrailhouseException with WRONG_USE when the moment is over, or no account has this id
  public int suppress(String rule, String principal, String account, Instant until, String reason) {
    if (!account.equals("*") && !account.matches("[0-9]{12}")) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "no account has the id " + account,
          "--account",
          "Give the twelve digits of an account, or '*' for every account");
    }
    Suppression wish = new Suppression(rule, principal, account, until, reason);
    if (wish.isExpired(clock.instant())) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "this suppression would be over already",
          until.toString(),
          "Give a later time, or --for with how long");
    }
    return suppressions.add(wish).number();
  }

  /// All suppressions, also those that have expired.
  public List<Standing> suppressions() {
    Instant now = clock.instant();
    return suppressions.list().stream()
        .map(each -> standing(each.number(), each.suppression(), now))
        .toList();
  }

  private static Standing standing(int number, Suppression wish, Instant now) {
    return new Standing(
        number,
        wish.rule(),
        wish.principal(),
        wish.account(),
        wish.until(),
        wish.reason(),
        wish.isExpired(now));
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
          "trailhouse findings suppressions lists them with their numbers");
    }
  }
}
