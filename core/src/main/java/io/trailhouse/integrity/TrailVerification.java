package io.trailhouse.integrity;

import io.trailhouse.source.LogFileKind;
import io.trailhouse.source.LogFileName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Verifies the log files of a store by the digest files in it: everything that the AWS CLI's
/// `validate-logs` checks, and what it does not (log files that nobody lists, spans that nobody
/// covers, a newest digest that is missing).
public final class TrailVerification {
  /// Digests come about every hour, and a while after it.
  private static final Duration NEWEST_DUE = Duration.ofHours(2);

  private final TrailStore store;
  private final DigestCheck digests;
  private final Span span;
  private final Predicate<DigestName> wanted;
  private final Consumer<Check> result;

  /// What is looked at.
  ///
  /// @param start of the delivery times; digests that begin earlier are not followed further
  /// @param end of the delivery times
  /// @param now the newest digest should not be much older than this, or than the end
  public record Span(Instant start, Instant end, Instant now) {}

  /// @param wanted which chains, by the names of their digests
  /// @param result gets each check as it is made, from the newest digest of a chain to the oldest,
  ///   each digest followed by its log files
  public TrailVerification(
      TrailStore store,
      PublicKeys keys,
      Span span,
      Predicate<DigestName> wanted,
      Consumer<Check> result) {
    this.store = store;
    this.digests = new DigestCheck(store, keys, span);
    this.span = span;
    this.wanted = wanted;
    this.result = result;
  }

  /// Verifies everything in the span.
  ///
  /// @throws IOException when the store cannot be read
  public void run() throws IOException {
    for (String folder : store.digestFolders()) {
      Map<DigestName.Chain, List<String>> chains = chains(folder);
      Map<String, Coverage> covered = new HashMap<>();
      for (Map.Entry<DigestName.Chain, List<String>> chain : chains.entrySet()) {
        Coverage of = covered.computeIfAbsent(chain.getKey().folder(), key -> new Coverage());
        walk(chain.getKey(), chain.getValue(), of);
      }
      for (DigestName.Chain chain : chains.keySet()) {
        Coverage once = covered.remove(chain.folder());
        if (once != null) {
          unlisted(chain, once);
        }
      }
    }
  }

  /// What the valid digests of one account and Region list.
  private static final class Coverage {
    private final Set<String> listed = new HashSet<>();
    private @Nullable Instant from;
    private @Nullable Instant to;

    void add(DigestFile digest, DigestName name) {
      digest.logFiles().forEach(file -> listed.add(file.object()));
      if (name.backfill()) {
        return;
      }
      Instant start = digest.start() == null ? name.end() : DigestCheck.time(digest.start());
      from = from == null || start.isBefore(from) ? start : from;
      to = to == null || name.end().isAfter(to) ? name.end() : to;
    }
  }

  /// The keys of each chain, newest first; standard chains before backfill ones.
  private Map<DigestName.Chain, List<String>> chains(String folder) throws IOException {
    Map<DigestName.Chain, List<String>> found = new HashMap<>();
    Instant last = span.end().plus(Duration.ofHours(1)); // what is delivered late
    store.keys(
        folder,
        key -> {
          DigestName name = DigestName.of(key);
          if (name != null
              && wanted.test(name)
              && !name.end().isBefore(span.start())
              && !name.end().isAfter(last)) {
            found.computeIfAbsent(name.chain(), chain -> new ArrayList<>()).add(key);
          }
        });
    Map<DigestName.Chain, List<String>> sorted = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparing(DigestName.Chain::account)
                    .thenComparing(DigestName.Chain::trail)
                    .thenComparing(DigestName.Chain::backfill)))
        .forEach(chain -> {
          chain.getValue().sort(Comparator.comparing(DigestCheck::end).reversed());
          sorted.put(chain.getKey(), chain.getValue());
        });
    return sorted;
  }

  /// Where a walk goes on.
  ///
  /// @param next what the digest after it says of it; null when it begins anew here
  private record Step(@Nullable String bucket, String key, @Nullable DigestFile next) {}

  /// From the newest digest along what each says of the one before it; behind one that cannot be
  /// relied on it begins anew.
  private void walk(DigestName.Chain chain, List<String> listed, Coverage coverage)
      throws IOException {
    if (!chain.backfill()) {
      newest(chain, listed.get(0));
    }
    Set<String> visited = new HashSet<>();
    Step step = new Step(store.bucket(), listed.get(0), null);
    while (step != null && visited.add(step.key())) {
      DigestCheck.Checked checked = digests.check(chain, step.bucket(), step.key(), step.next());
      result.accept(checked.check());
      DigestFile digest = checked.digest();
      if (digest == null) {
        step = anew(listed, step.key());
      } else {
        if (step.next() != null) {
          gap(chain, step.key(), digest.end(), step.next());
        }
        coverage.add(digest, DigestCheck.named(step.key()));
        for (DigestFile.Listed file : digest.logFiles()) {
          result.accept(digests.check(chain, file));
        }
        step = before(chain, listed, step.key(), digest);
      }
    }
  }

  /// The newest listed digest that is older than one.
  private @Nullable Step anew(List<String> listed, String key) {
    Instant end = DigestCheck.end(key);
    for (String older : listed) {
      if (DigestCheck.end(older).isBefore(end)) {
        return new Step(store.bucket(), older, null);
      }
    }
    return null;
  }

  private @Nullable Step before(
      DigestName.Chain chain, List<String> listed, String key, DigestFile digest) {
    String start = digest.start();
    if (start == null || DigestCheck.time(start).isBefore(span.start())) {
      return null;
    }
    String previous = digest.previousObject();
    if (previous != null) {
      String bucket = store.bucket() == null ? null : digest.previousBucket();
      return new Step(bucket, digests.local(previous), digest);
    }
    Step older = anew(listed, key);
    if (older != null) {
      gap(chain, key, DigestCheck.end(older.key()).toString(), digest);
    }
    return older;
  }

  /// Tells of a span between two digests that neither covers.
  private void gap(DigestName.Chain chain, String key, String endOfOlder, DigestFile after) {
    Instant from = DigestCheck.time(endOfOlder);
    Instant to = after.start() == null ? from : DigestCheck.time(after.start());
    if (!chain.backfill() && to.isAfter(from)) {
      result.accept(
          new Check(
              Check.Subject.DIGEST,
              store.bucket(),
              key,
              Verdict.GAP,
              from + " to " + to,
              chain.region(),
              chain.home()));
    }
  }

  private void newest(DigestName.Chain chain, String key) {
    Instant due = span.end().isBefore(span.now()) ? span.end() : span.now();
    Instant end = DigestCheck.end(key);
    if (end.plus(NEWEST_DUE).isBefore(due)) {
      result.accept(
          new Check(
              Check.Subject.DIGEST,
              store.bucket(),
              key,
              Verdict.NEWEST_MISSING,
              end + " to " + due,
              chain.region(),
              chain.home()));
    }
  }

  /// Log files within the span of the valid digests that none of them lists.
  private void unlisted(DigestName.Chain chain, Coverage coverage) throws IOException {
    Instant from = coverage.from;
    Instant to = coverage.to;
    if (from == null || to == null) {
      return;
    }
    Set<String> listed = new HashSet<>();
    coverage.listed.forEach(object -> listed.add(digests.local(object)));
    for (LogFileKind kind : LogFileKind.values()) {
      if (kind == LogFileKind.DIGEST) {
        continue;
      }
      String folder = chain.folder() + kind.folder() + "/" + chain.region() + "/";
      store.keys(
          folder,
          key -> {
            Instant at = LogFileName.of(key).deliveredAt();
            boolean within = at != null && !at.isBefore(from) && at.isBefore(to.minus(NEWEST_DUE));
            if (within && !listed.contains(key)) {
              result.accept(
                  new Check(
                      Check.Subject.LOG_FILE,
                      store.bucket(),
                      key,
                      Verdict.UNLISTED,
                      "",
                      chain.region(),
                      chain.home()));
            }
          });
    }
  }
}
