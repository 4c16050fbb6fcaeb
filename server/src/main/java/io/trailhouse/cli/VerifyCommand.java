package io.trailhouse.cli;

import io.trailhouse.integrity.Check;
import io.trailhouse.integrity.DigestName;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.integrity.TrailVerification;
import io.trailhouse.platform.TrailPlaces;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.quantity.TimePoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse verify`: whether log files are complete and unchanged, by CloudTrail's digest files.
@Command(
    name = "verify",
    description = {
      "Verify log files by the digest files beside them: signatures, hashes and chain.",
      "",
      "Also finds what `aws cloudtrail validate-logs` does not: log files that no digest lists,"
          + " spans that no digest covers, a newest digest that is missing. A folder is a copy of"
          + " the bucket; what `aws s3api head-object` prints can stand beside a digest as"
          + " NAME.head.json, because a plain copy has lost the signatures. Ends with 1 when"
          + " something is wrong.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse verify s3://acme-org-trail/AWSLogs/o-abc123def4/ --start 2026-05-01",
      "         aws cloudtrail list-public-keys --start-time 2026-05-01 > keys.json",
      "         trailhouse verify ~/evidence --keys keys.json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "WHERE", description = "A folder, or s3://bucket/prefix/.")
  private String where;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = QuantityConverters.Point.class,
      description = "From this time of delivery on (default: from the first digest on).")
  private @Nullable TimePoint start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      converter = QuantityConverters.Point.class,
      description = "To this time (default: now for a bucket, the last digest for a folder).")
  private @Nullable TimePoint end;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "What `aws cloudtrail list-public-keys` prints; may be given several times.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--account",
      paramLabel = "ID",
      converter = AccountId.class,
      description = "Only this account.")
  private @Nullable String account;

  @Option(names = "--region", paramLabel = "REGION", description = "Only this Region's log files.")
  private @Nullable String region;

  @Option(names = "--trail", paramLabel = "NAME", description = "Only digests of this trail.")
  private @Nullable String trail;

  @Option(names = "--verbose", description = "Also list what is in order.")
  private boolean verbose;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--like-aws", description = "Print the lines of aws cloudtrail validate-logs.")
  private boolean likeAws;

  @Override
  public Integer call() throws IOException {
    Instant now = Instant.now();
    Instant from = start == null ? Instant.EPOCH : start.start(now);
    Instant to = end == null ? now : end.end(now);
    if (!from.isBefore(to)) {
      throw new TrailhouseException(
          Code.WRONG_USE, "the start is not before the end", "--start, --end", "Exchange them");
    }
    VerifyReport report = report(from, to);
    try (TrailPlaces place = TrailPlaces.open(where, program.config().aws())) {
      PublicKeys known = new PublicKeys(keys.isEmpty() ? place.keys() : PublicKeys.NONE);
      for (Path file : keys) {
        add(known, file);
      }
      // nobody knows how new a copy is
      Instant due = place.isCopy() && end == null ? Instant.EPOCH : to;
      new TrailVerification(
              place.store(),
              known,
              new TrailVerification.Span(from, to, due),
              this::isWanted,
              report)
          .run();
    } catch (IOException e) {
      throw new TrailhouseException(
          Code.SOURCE_UNREADABLE,
          "it cannot be verified: " + FileReason.of(e),
          FileReason.place(e, where),
          "Name a folder or bucket that holds a trail's files and that may be read",
          e);
    }
    report.end();
    return report.hasWrong() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private VerifyReport report(Instant from, Instant to) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (likeAws) {
      return new LikeAwsReport(out, err, verbose, new LikeAwsReport.Asked(where, from, to));
    }
    return json ? new JsonVerifyReport(out) : new PlainVerifyReport(out, verbose);
  }

  static void add(PublicKeys known, Path file) {
    try {
      known.add(file);
    } catch (IOException e) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "the keys cannot be read: " + FileReason.of(e),
          file.toString(),
          "Make the file with: aws cloudtrail list-public-keys --start-time TIME --region REGION",
          e);
    }
  }

  private boolean isWanted(DigestName name) {
    return (account == null || account.equals(name.account()))
        && (region == null || region.equals(name.region()))
        && (trail == null || trail.equals(name.trail()));
  }

  /// What prints the checks as they come.
  abstract static class VerifyReport implements Consumer<Check> {
    private boolean wrong;

    @Override
    public void accept(Check check) {
      wrong |= check.verdict().isWrong();
      print(check);
    }

    abstract void print(Check check);

    abstract void end() throws IOException;

    boolean hasWrong() {
      return wrong;
    }
  }
}
