package io.trailhouse.services;

import io.trailhouse.coverage.AccountRegion;
import io.trailhouse.coverage.Coverage;
import io.trailhouse.coverage.CoverageReport;
import io.trailhouse.coverage.CoverageSpan;
import io.trailhouse.coverage.Known;
import io.trailhouse.coverage.Listing;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import io.trailhouse.query.EventContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says for each account, Region and hour what is there and what is missing.
public final class CoverageService {
  private static final Duration USUAL = Duration.ofDays(7);

  /// More than this is not looked at unless somebody asks for it: 300 bytes of memory each.
  private static final long MOST_FILES = 1_000_000;

  private static final Duration MOST_SPAN = Duration.ofDays(800);

  private final Coverage coverage;
  private final QuarantineStore digests;
  private final InstantSource clock;

  CoverageService(Coverage coverage, QuarantineStore digests, InstantSource clock) {
    this.coverage = coverage;
    this.digests = digests;
    this.clock = clock;
  }

  /// What somebody asks.
  ///
  /// @param from the earliest delivery; null for all that is known, or seven days of very much
  /// @param to the time before which deliveries lie; null for the end of what is known, or now
  /// @param account null for all
  /// @param region null for all
  /// @param live whether what is delivered is collected at once
  /// @param keys the keys to prove digests with; null to believe them as they are
  public record Question(
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String account,
      @Nullable String region,
      boolean live,
      @Nullable PublicKeys keys) {}

  /// What is answered.
  ///
  /// @param known what there is to look at, in the question's time or not; null for nothing
  /// @param left since when there is more that was not looked at for its amount; null for nothing
  /// @param broken digests that tell nothing
  public record Answer(
      CoverageReport report,
      @Nullable Known known,
      @Nullable Instant left,
      List<QuarantineStore.Broken> broken) {}

  /// Looks.
  ///
  /// @throws TrailhouseException with WRONG_USE when the start is not before the end
  /// @throws IOException when digests cannot be read
  public Answer find(Question asked) throws IOException {
    Instant now = clock.instant();
    Known files = coverage.known();
    boolean withDigests = files != null && !isMuch(files) && asked.from() == null;
    Known known = withDigests ? coverage.withDigests(files) : files;
    Times times = Times.of(asked, now, known);
    if (!times.from().isBefore(times.to())) {
      throw new TrailhouseException(
          Code.WRONG_USE, "the start is not before the end", "from, to", "Exchange them");
    }
    CoverageSpan span =
        CoverageSpan.around(times.from(), times.to(), now)
            .only(asked.account(), asked.region())
            .live(asked.live());
    CoverageReport report = coverage.find(span, asked.keys());
    return new Answer(
        report,
        report.isEmpty() && !withDigests ? coverage.withDigests(known) : known,
        times.left(),
        digests.broken());
  }

  /// What digests say of the log file of an event.
  ///
  /// @throws IOException when digests cannot be read
  public Listing listing(EventContext.Origin file) throws IOException {
    String account = file.account();
    String region = file.region();
    LocalDateTime delivered = file.delivered();
    String sha256 = file.sha256();
    return account == null || region == null || delivered == null || sha256 == null
        ? Listing.UNKNOWN
        : coverage.listing(
            file.object(),
            new AccountRegion(account, region),
            delivered.toInstant(ZoneOffset.UTC),
            sha256);
  }

  private static boolean isMuch(Known known) {
    return known.files() > MOST_FILES;
  }

  /// The time that is looked at.
  ///
  /// @param left the beginning of what is known, when that is too much to be looked at unasked
  record Times(Instant from, Instant to, @Nullable Instant left) {
    static Times of(Question asked, Instant now, @Nullable Known known) {
      Instant to = asked.to() == null ? end(asked, now, known) : asked.to();
      if (asked.from() != null) {
        return new Times(asked.from(), to, null);
      }
      Instant week = to.minus(USUAL);
      if (known == null || !known.span().from().isBefore(to)) {
        return new Times(week, to, null);
      }
      Instant oldest = known.span().from();
      boolean isTooMuch = isMuch(known) || oldest.plus(MOST_SPAN).isBefore(to);
      return isTooMuch && oldest.isBefore(week)
          ? new Times(week, to, oldest)
          : new Times(oldest, to, null);
    }

    /// Of a copy its newest file; of what is collected now.
    private static Instant end(Question asked, Instant now, @Nullable Known known) {
      return asked.from() != null || asked.live() || known == null || known.span().to().isAfter(now)
          ? now
          : known.span().to().plusSeconds(1);
    }
  }
}
