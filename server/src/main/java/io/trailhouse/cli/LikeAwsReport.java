package io.trailhouse.cli;

import io.trailhouse.integrity.Check;
import io.trailhouse.integrity.Verdict;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.quantity.S3Place;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The checks in the lines of `aws cloudtrail validate-logs`, for programs that read those. What
/// that does not look for is left out, and does not count.
final class LikeAwsReport extends VerifyCommand.VerifyReport {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean verbose;
  private final Asked asked;
  private final VerifySums sums = new VerifySums();
  private boolean invalid;

  /// What was asked for.
  record Asked(String where, Instant from, Instant to) {}

  LikeAwsReport(PrintWriter out, PrintWriter err, boolean verbose, Asked asked) {
    this.out = out;
    this.err = err;
    this.verbose = verbose;
    this.asked = asked;
    out.printf(
        "Validating log files for trail %s between %s and %s%n%n",
        TerminalEscaper.line(asked.where()), time(asked.from()), time(asked.to()));
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  void print(Check check) {
    String reason = reason(check);
    if (reason == null) {
      return;
    }
    sums.add(check);
    String kind =
        switch (check.subject()) {
          case DIGEST -> "Digest file";
          case BACKFILL_DIGEST -> "(backfill) Digest file";
          case LOG_FILE -> "Log file";
        };
    String bucket = check.bucket() == null ? "" : check.bucket();
    String line =
        TerminalEscaper.line(kind + "\t" + S3Place.text(bucket, check.key()) + "\t" + reason)
            .replace("\\u0009", "\t");
    if (check.verdict() == Verdict.VALID) {
      if (verbose) {
        out.println(line);
      }
    } else {
      invalid = true;
      err.println(line);
      err.println();
    }
  }

  private static @org.jspecify.annotations.Nullable String reason(Check check) {
    return switch (check.verdict()) {
      case VALID -> "valid";
      case NOT_FOUND, INVALID_FORMAT, SIGNATURE_FAILED, MOVED, HASH_DIFFERS, TRAILING_DATA ->
          "INVALID: " + check.verdict().words();
      case SIGNATURE_ABSENT, WRONG_ALGORITHM -> "INVALID: " + Verdict.SIGNATURE_FAILED.words();
      case KEY_UNKNOWN ->
          "INVALID: public key not found in region %s for fingerprint %s"
              .formatted(check.home(), check.detail());
      case KEY_UNUSABLE -> "INVALID: Unable to load PKCS #1 key with fingerprint " + check.detail();
      case OTHER_HASH_IN_NEXT, OTHER_SIGNATURE_IN_NEXT -> "valid";
      case GAP, UNLISTED, NEWEST_MISSING -> null;
    };
  }

  @Override
  void end() {
    out.printf("Results requested for %s to %s%n", time(asked.from()), time(asked.to()));
    if (sums.all(Check.Subject.DIGEST) + sums.all(Check.Subject.BACKFILL_DIGEST) == 0) {
      out.println("No digests found");
    } else if (sums.valid(Check.Subject.DIGEST) + sums.valid(Check.Subject.BACKFILL_DIGEST) == 0) {
      out.println("No valid digests found in range");
    } else {
      out.printf("Results found for %s to %s:%n%n", time(asked.from()), time(asked.to()));
      sum(Check.Subject.DIGEST, "digest files");
      sum(Check.Subject.BACKFILL_DIGEST, "backfill digest files");
      sum(Check.Subject.LOG_FILE, "log files");
    }
    out.flush();
    err.flush();
  }

  private void sum(Check.Subject subject, String name) {
    int all = sums.all(subject);
    if (all == 0) {
      return;
    }
    int valid = sums.valid(subject);
    String line = "%d/%d %s valid".formatted(valid, all, name);
    out.println(
        valid == all ? line : line + ", %d/%d %s INVALID".formatted(all - valid, all, name));
  }

  @Override
  boolean hasWrong() {
    return invalid;
  }
}
