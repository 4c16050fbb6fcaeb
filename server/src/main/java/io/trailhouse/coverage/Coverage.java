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
    for (Known.Span span : fetched.lanes().values()) {
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
    SortedMap<AccountRegion, CoveredHours> lanes = new TreeMap<>();
    collected.hours(
        span.from().minus(CoverageSpan.HISTORY),
        span.to(),
        (name, hour) -> {
          if (span.holds(name)) {
            lanes.computeIfAbsent(name, lane -> new CoveredHours(lane, span)).arrived(hour);
          }
        });
    addFetched(lanes, span);
    List<CollectedDigest> found =
        new DigestStore(digests)
            .read(span, span.from().minus(AROUND), span.to().plus(AROUND), keys);
    Map<String, String> hashes =
        collected.hashes(span.from().minus(AROUND), span.to().plus(AROUND));
    Map<Object, List<CollectedDigest>> chains = new HashMap<>();
    for (CollectedDigest digest : found) {
      CoveredHours lane =
          lanes.computeIfAbsent(digest.lane(), name -> new CoveredHours(name, span));
      listed(lane, digest, hashes, span);
      if (!digest.name().backfill()) {
        Object chain = List.of(digest.lane(), digest.name().trail(), digest.name().home());
        chains.computeIfAbsent(chain, each -> new ArrayList<>()).add(digest);
      }
    }
    chains.values().forEach(chain -> windows(lanes.get(chain.get(0).lane()), chain, horizon));
    return report(span, lanes, horizon);
  }

  private CoverageReport report(
      CoverageSpan span, SortedMap<AccountRegion, CoveredHours> lanes, Instant horizon) {
    SortedMap<AccountRegion, HourState[]> states = new TreeMap<>();
    Map<AccountRegion, BitSet> busy = new HashMap<>();
    List<Gap> gaps = new ArrayList<>();
    lanes.forEach((name, lane) -> {
      lane.silences(horizon.minus(CoverageSpan.SETTLED));
      lane.fetched(fetched);
      states.put(name, lane.states());
      busy.put(name, lane.busy());
      gaps.addAll(lane.gaps());
    });
    return new CoverageReport(span.from(), span.to(), states, busy, List.copyOf(gaps));
  }

  /// What the digests collected say of one log file. Their signatures are not checked here, for
  /// which keys are needed.
  ///
  /// @param origin where it came from
  /// @param lane whose it is
  /// @param delivered when it was delivered
  /// @param sha256 of its unpacked bytes
  /// @throws IOException when digests cannot be read
  public Listing listing(String origin, AccountRegion lane, Instant delivered, String sha256)
      throws IOException {
    if (digests.hasMoreThan(MOST_LOOKED_THROUGH)) {
      return Listing.UNKNOWN;
    }
    String key = Collected.key(origin);
    CoverageSpan span =
        CoverageSpan.around(delivered, delivered, delivered).only(lane.account(), lane.region());
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

  private void addFetched(SortedMap<AccountRegion, CoveredHours> lanes, CoverageSpan span) {
    fetched.lanes().keySet().stream()
        .filter(span::holds)
        .forEach(name -> lanes.computeIfAbsent(name, lane -> new CoveredHours(lane, span)));
  }

  /// What a digest lists must be there, with the content it says.
  private static void listed(
      CoveredHours lane, CollectedDigest digest, Map<String, String> hashes, CoverageSpan span) {
    boolean settled = digest.end().plus(CoverageSpan.SETTLED).isBefore(span.now());
    for (DigestFile.Listed file : digest.listed()) {
      String key = Collected.key(file.object());
      Instant at = digest.deliveredAt(file);
      String hash = hashes.get(key);
      if (hash == null) {
        lane.absent(at, key, settled);
      } else if (!file.hash().equalsIgnoreCase(hash)) {
        lane.changed(at, key);
      }
    }
  }

  /// Hours that digests cover, and gaps between them.
  private static void windows(
      @Nullable CoveredHours lane, List<CollectedDigest> chain, Instant horizon) {
    if (lane == null) {
      return;
    }
    chain.sort(Comparator.comparing(CollectedDigest::end));
    CollectedDigest before = null;
    for (CollectedDigest digest : chain) {
      if (digest.proof().isWrong()) {
        lane.invalid(digest.start(), digest.end());
      } else {
        lane.covered(digest.start(), digest.end(), digest.proof() == Verdict.VALID);
      }
      if (before != null && digest.start().isAfter(before.end())) {
        lane.uncovered(before.end(), digest.start());
      }
      before = digest;
    }
    Instant due = horizon.minus(CoverageSpan.SETTLED);
    if (before != null && before.end().isBefore(due)) {
      lane.uncovered(before.end(), due);
    }
  }
}
