package io.trailhouse.cli;

import io.trailhouse.integrity.Check;
import io.trailhouse.integrity.Verdict;
import io.trailhouse.problem.Counted;
import io.trailhouse.problem.TerminalEscaper;
import io.trailhouse.quantity.S3Place;
import java.io.PrintWriter;

/// The checks for people: what is not in order, and sums.
final class PlainVerifyReport extends VerifyCommand.VerifyReport {
  private final PrintWriter out;
  private final boolean verbose;
  private final VerifySums sums = new VerifySums();

  PlainVerifyReport(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  @Override
  void print(Check check) {
    sums.add(check);
    Verdict verdict = check.verdict();
    if (verdict == Verdict.VALID && !verbose) {
      return;
    }
    String word = verdict.isWrong() ? "WRONG" : verdict.isUnknown() ? "unproven" : "ok";
    String bucket = check.bucket();
    String place = bucket == null ? check.key() : S3Place.text(bucket, check.key());
    String detail = check.detail().isEmpty() ? "" : ": " + check.detail();
    out.println(
        TerminalEscaper.line("%-8s  %s  %s%s".formatted(word, place, verdict.words(), detail)));
  }

  @Override
  void end() {
    int digests = sums.all(Check.Subject.DIGEST) + sums.all(Check.Subject.BACKFILL_DIGEST);
    if (digests == 0) {
      out.println(
          "There are no digest files: nothing can be proven. Log file validation may be off, or"
              + " this is not where the trail delivers.");
      out.flush();
      return;
    }
    out.print(
        Counted.format(
            "%,d of %,d digest files proven, %,d of %,d listed log files unchanged, %,d wrong, %,d"
                + " unproven.%n",
            sums.valid(Check.Subject.DIGEST) + sums.valid(Check.Subject.BACKFILL_DIGEST),
            digests,
            sums.valid(Check.Subject.LOG_FILE),
            sums.all(Check.Subject.LOG_FILE),
            sums.wrong(),
            sums.unknown()));
    if (sums.of(Check.Subject.DIGEST, Verdict.KEY_UNKNOWN) > 0) {
      out.println(
          "  to do: get the keys with aws cloudtrail list-public-keys, and name the file with"
              + " --keys");
    }
    out.flush();
  }
}
