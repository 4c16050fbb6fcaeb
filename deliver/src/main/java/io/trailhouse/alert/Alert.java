package io.trailhouse.alert;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One message in the making, waiting, or sent: the findings it stands for and how far it is.
///
/// @param id the first 32 hexadecimal digits of a SHA-256; the same for the same alert of the
///   configuration and the same first finding
public record Alert(String id, Contents contents, Times times, Progress progress) {
  /// How far an alert is.
  public enum State {
    /// It is to be sent, and further findings may join it until it is tried.
    WAITING,
    /// It is being sent. Found so after a restart, nobody knows whether it was taken.
    SENDING,
    /// The other side has taken it.
    SENT,
    /// It was given up, with a reason.
    FAILED,
    /// The program ended while it was being sent to a destination that would show it twice.
    UNKNOWN,
    /// It was failed or unknown, and somebody has decided that nobody needs it any more.
    DROPPED
  }

  /// What it says.
  ///
  /// @param sections one for each rule and principal, the gravest first
  /// @param findings the ids of the findings, cut to 16 digits
  /// @param samples the findings that are shown, the gravest first
  /// @param folded ids of the alerts that a summary stands for
  /// @param events marks of [ToldEvents]
  public record Contents(
      List<Section> sections,
      List<String> findings,
      List<Finding> samples,
      List<String> folded,
      List<String> events) {
    public Contents {
      sections = List.copyOf(sections);
      findings = List.copyOf(findings);
      samples = List.copyOf(samples);
      folded = List.copyOf(folded);
      events = List.copyOf(events);
    }

    /// The highest level.
    public Level level() {
      Level highest = Level.INFORMATIONAL;
      for (Section section : sections) {
        highest = section.level().isAtLeast(highest) ? section.level() : highest;
      }
      return highest;
    }

    /// How many findings.
    public long count() {
      return sections.stream().mapToLong(Section::count).sum();
    }

    /// The same when it is sent: nobody needs the records any more.
    Contents withoutSamples() {
      return new Contents(sections, findings, List.of(), folded, events);
    }

    boolean isSummary() {
      return !folded.isEmpty();
    }
  }

  /// Findings of one rule and one principal.
  ///
  /// @param account the one account, or that there are several
  public record Section(
      String rule,
      String title,
      Level level,
      String principal,
      String account,
      String region,
      long count,
      Instant first,
      Instant last) {}

  /// When it may be sent.
  ///
  /// @param opened when its first finding came
  /// @param due when it may be sent at the earliest
  /// @param next when the next alert of the same group may be sent at the earliest
  public record Times(Instant opened, Instant due, Instant next) {}

  /// What has happened to it.
  ///
  /// @param attempts how often sending was begun
  /// @param at when this state was reached
  /// @param since when it was first tried; when it was due before that
  /// @param notBefore no further attempt before this
  /// @param reason why the last attempt failed, or why the alert was given up; empty for none
  /// @param said title and text as they were last handed over; empty before
  public record Progress(
      State state,
      int attempts,
      Instant at,
      Instant since,
      Instant notBefore,
      String reason,
      String said) {
    Progress to(State next, Instant now, String why) {
      return new Progress(next, attempts, now, since, notBefore, why, said);
    }

    Progress sending(Instant now, String text) {
      Instant begun = attempts == 0 ? now : since;
      return new Progress(State.SENDING, attempts + 1, now, begun, notBefore, reason, text);
    }

    Progress because(String why) {
      return new Progress(state, attempts, at, since, notBefore, why, said);
    }

    Progress waiting(Instant now, Instant until, String why) {
      return new Progress(State.WAITING, attempts, now, since, until, why, said);
    }
  }

  public State state() {
    return progress.state();
  }

  /// Whether it reaches nobody unless somebody decides.
  public boolean isUndelivered() {
    return state() == State.FAILED || state() == State.UNKNOWN;
  }

  Alert with(Progress changed) {
    return new Alert(id, contents, times, changed);
  }

  /// The same, untried, to be sent at another moment.
  Alert due(Instant moment, Duration group) {
    Times changed = new Times(times.opened(), moment, moment.plus(group));
    return new Alert(
        id,
        contents,
        changed,
        new Progress(State.WAITING, 0, progress.at(), moment, moment, "", ""));
  }

  /// The same, to be sent again as somebody has decided.
  Alert again(Instant now) {
    String reason = progress.reason();
    return with(
        new Progress(State.WAITING, progress.attempts(), now, now, now, reason, progress.said()));
  }

  /// The same, given up as somebody has decided.
  Alert dropped(Instant now) {
    return with(contents.withoutSamples()).with(progress.to(State.DROPPED, now, progress.reason()));
  }

  Alert with(Contents changed) {
    return new Alert(id, changed, times, progress);
  }

  /// Whether nothing of it can have reached the other side.
  boolean isUntried() {
    return state() == State.WAITING && progress.attempts() == 0;
  }
}
