package io.trailhouse.coverage;

import io.trailhouse.integrity.DigestFile;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.integrity.Verdict;
import io.trailhouse.pipeline.QuarantineStore;
import io.trailhouse.query.Sql;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds out what is there and what is missing, from the ledger and the digests collected.
///
/// An hour is one of delivery time, because that is what digests speak of: an event is usually
/// delivered minutes after it happened. Of a copy, what was delivered after its newest log file is
/// not judged.
public final class Coverage {
  /// A log file may be listed by a digest of another hour than the one its name tells.
  private static final Duration AROUND = Duration.ofDays(1);

  /// More digests than this are not looked through for the sake of one log file: each is a file.
  private static final int MOST_LOOKED_THROUGH = 10_000;

  private final Sql engine;
  private final QuarantineStore digests;
  private final Fetched fetched;

  /// @param digests the store of digest files as they came
  /// @param fetched what was fetched from elsewhere
  public Coverage(Sql engine, QuarantineStore digests, Fetched fetched) {
    this.engine = engine;
    this.digests = digests;
    this.fetched = fetched;
  }

  /// What there is to look at; null when nothing has come and nothing was fetched.
  public @Nullable Known known() {
    Known known = new Collected(engine).known();
    for (Known.Span span : fetched.accountRegions().values()) {
      known =
          known == null ? new Known(span, 0) : new Known(known.span().with(span), known.files());
    }
    return known;
  }

  /// The same from the first hour of which a digest says something, which may be one without any
  /// log file: it takes a look into each digest.
  public @Nullable Known withDigests(@Nullable Known known) throws IOException {
    Instant first = known == null ? null : new DigestStore(digests).first();
    return known == null || first == null
        ? known
        : new Known(known.span().with(new Known.Span(first, first)), known.files());
  }

  /// Looks at a span.
  ///
  /// @param keys the keys to prove digests with; null to believe them as they are
  public CoverageReport find(CoverageSpan span, @Nullable PublicKeys keys) throws IOException {
    Collected collected = new Collected(engine);
    Instant newest = span.live() ? span.now() : collected.newest(span.now());
    Instant horizon = newest == null || newest.isAfter(span.now()) ? span.now() : newest;
    SortedMap<AccountRegion, CoveredHours> covered = new TreeMap<>();
    collected.hours(
        span.from().minus(CoverageSpan.HISTORY),
        span.to(),
        (name, hour) -> {
          if (span.holds(name)) {
            covered.computeIfAbsent(name, each -> new CoveredHours(each, span)).arrived(hour);
          }
        });
    addFetched(covered, span);
    List<CollectedDigest> found =
        new DigestStore(digests)
            .read(span, span.from().minus(AROUND), span.to().plus(AROUND), keys);
    Map<String, String> hashes =
        collected.hashes(span.from().minus(AROUND), span.to().plus(AROUND));
    Map<Object, List<CollectedDigest>> chains = new HashMap<>();
    for (CollectedDigest digest : found) {
      CoveredHours hours =
          covered.computeIfAbsent(digest.accountRegion(), name -> new CoveredHours(name, span));
      listed(hours, digest, hashes, span);
      if (!digest.name().backfill()) {
        Object chain = List.of(digest.accountRegion(), digest.name().trail(), digest.name().home());
        chains.computeIfAbsent(chain, each -> new ArrayList<>()).add(digest);
      }
    }
    chains.values().forEach(chain -> windows(covered, chain, horizon));
    return report(span, covered, horizon);
  }

  private CoverageReport report(
      CoverageSpan span, SortedMap<AccountRegion, CoveredHours> covered, Instant horizon) {
    SortedMap<AccountRegion, HourState[]> states = new TreeMap<>();
    Map<AccountRegion, BitSet> busy = new HashMap<>();
    List<Gap> gaps = new ArrayList<>();
    covered.forEach((name, hours) -> {
      hours.silences(horizon.minus(CoverageSpan.SETTLED));
      hours.fetched(fetched);
      states.put(name, hours.states());
      busy.put(name, hours.busy());
      gaps.addAll(hours.gaps());
    });
    return new CoverageReport(span.from(), span.to(), states, busy, List.copyOf(gaps));
  }

  /// What the digests collected say of one log file. Their signatures are not checked here, for
  /// which keys are needed.
  ///
  /// @param origin where it came from
  /// @param of whose it is
  /// @param delivered when it was delivered
  /// @param sha256 of its unpacked bytes
  /// @throws IOException when digests cannot be read
  public Listing listing(String origin, AccountRegion of, Instant delivered, String sha256)
      throws IOException {
    if (digests.hasMoreThan(MOST_LOOKED_THROUGH)) {
      return Listing.UNKNOWN;
    }
    String key = Collected.key(origin);
    CoverageSpan span =
        CoverageSpan.around(delivered, delivered, delivered).only(of.account(), of.region());
    Listing found = Listing.NOT_LISTED;
    for (CollectedDigest digest :
        new DigestStore(digests)
            .read(span, delivered.minus(AROUND), delivered.plus(AROUND), null)) {
      for (DigestFile.Listed file : digest.listed()) {
        if (Collected.key(file.object()).equals(key)) {
          if (!file.hash().equalsIgnoreCase(sha256)) {
            return Listing.CHANGED;
          }
          found = Listing.LISTED;
        }
      }
    }
    return found;
  }

  private void addFetched(SortedMap<AccountRegion, CoveredHours> covered, CoverageSpan span) {
    fetched.accountRegions().keySet().stream()
        .filter(span::holds)
        .forEach(name -> covered.computeIfAbsent(name, each -> new CoveredHours(each, span)));
  }

  /// What a digest lists must be there, with the content it says.
  private static void listed(
      CoveredHours hours, CollectedDigest digest, Map<String, String> hashes, CoverageSpan span) {
    boolean settled = digest.end().plus(CoverageSpan.SETTLED).isBefore(span.now());
    for (DigestFile.Listed file : digest.listed()) {
      String key = Collected.key(file.object());
      Instant at = digest.deliveredAt(file);
      String hash = hashes.get(key);
      if (hash == null) {
        hours.absent(at, key, settled);
      } else if (!file.hash().equalsIgnoreCase(hash)) {
        hours.changed(at, key);
      }
    }
  }

  /// Hours that digests cover, and gaps between them.
  private static void windows(
      Map<AccountRegion, CoveredHours> covered, List<CollectedDigest> chain, Instant horizon) {
    CoveredHours hours = covered.get(chain.get(0).accountRegion());
    if (hours == null) {
      return;
    }
    chain.sort(Comparator.comparing(CollectedDigest::end));
    CollectedDigest before = null;
    for (CollectedDigest digest : chain) {
      if (digest.proof().isWrong()) {
        hours.invalid(digest.start(), digest.end());
      } else {
        hours.covered(digest.start(), digest.end(), digest.proof() == Verdict.VALID);
      }
      if (before != null && digest.start().isAfter(before.end())) {
        hours.uncovered(before.end(), digest.start());
      }
      before = digest;
    }
    Instant due = horizon.minus(CoverageSpan.SETTLED);
    if (before != null && before.end().isBefore(due)) {
      hours.uncovered(before.end(), due);
    }
  }
}
