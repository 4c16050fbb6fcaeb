package io.trailhouse.alert;

import io.trailhouse.alert.Alert.Progress;
import io.trailhouse.alert.Alert.State;
import java.time.Instant;
import java.util.regex.Pattern;

/// What becomes of an alert that an outbox finds when it is opened.
final class AfterStart {
  /// Reasons of earlier versions, which repeated what the other side had said and so perhaps a
  /// secret.
  private static final Pattern WITH_WORDS =
      Pattern.compile(
          "(answered [0-9]{3}|the mail server refuses the login|the mail was not taken"
              + "|the mail server refuses): .*",
          Pattern.DOTALL);

  private AfterStart() {}

  /// The alert as it is to be from now on; the same object when nothing changes.
  static Alert of(Alert alert, AlertSpec spec, Instant now) {
    Progress progress = alert.progress();
    if (alert.state() == State.SENDING) {
      return alert.with(afterCrash(progress, spec, now));
    }
    String reason = cleaned(progress.reason());
    return reason.equals(progress.reason()) ? alert : alert.with(progress.because(reason));
  }

  private static Progress afterCrash(Progress progress, AlertSpec spec, Instant now) {
    return spec.destination().recognisesRepeats()
        ? progress.waiting(now, now, "the program ended while it was being sent")
        : progress.to(
            State.UNKNOWN,
            now,
            "the program ended while it was being sent, and this destination would show it twice");
  }

  /// A reason without the words of the other side.
  static String cleaned(String reason) {
    return WITH_WORDS.matcher(reason).replaceFirst("$1");
  }
}
