package io.trailhouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.integrity.Check;
import io.trailhouse.integrity.DigestName;
import io.trailhouse.integrity.FolderTrailStore;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.integrity.TrailStore;
import io.trailhouse.integrity.TrailVerification;
import io.trailhouse.integrity.Verdict;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.SignedTrail;
import io.trailhouse.testkit.TrailObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Clauses V1 to V8 of docs/spec/integrity.md, in a bucket and in a folder.
class TrailVerificationTest {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final int HOURS = 6;

  private final SignedTrail trail = new SignedTrail();
  private final S3Client s3 = AwsDoubles.running().s3();

  @TempDir private Path folder;

  private void hours(int from, int to) {
    for (int hour = from; hour < to; hour++) {
      trail.hour(START.plus(Duration.ofHours(hour)), hour % 3);
    }
  }

  private List<Check> inBucket() throws IOException {
    String bucket = SignedTrail.BUCKET;
    if (s3.listBuckets().buckets().stream().noneMatch(each -> each.name().equals(bucket))) {
      s3.createBucket(request -> request.bucket(bucket));
    }
    s3.listObjectsV2Paginator(request -> request.bucket(bucket))
        .contents()
        .forEach(each -> s3.deleteObject(request -> request.bucket(bucket).key(each.key())));
    trail.objects.forEach((key, content) ->
        s3.putObject(
            request ->
                request
                    .bucket(bucket)
                    .key(key)
                    .metadata(trail.metadata.getOrDefault(key, Map.of())),
            RequestBody.fromBytes(content)));
    Path keys = Files.writeString(folder.resolve("k.json"), trail.keysJson());
    return verify(new BucketTrailStore(s3, bucket, ""), keys);
  }

  private List<Check> inFolder(boolean withMetadata) throws IOException {
    Path copy = Files.createTempDirectory(folder, "copy");
    Path keys = trail.write(copy.resolve("evidence"), withMetadata);
    return verify(new FolderTrailStore(copy), keys);
  }

  private static List<Check> verify(TrailStore store, Path keys) throws IOException {
    PublicKeys known = new PublicKeys(PublicKeys.NONE);
    known.add(keys);
    Instant end = START.plus(Duration.ofHours(HOURS));
    List<Check> checks = new ArrayList<>();
    new TrailVerification(
            store, known, new TrailVerification.Span(START, end, end), name -> true, checks::add)
        .run();
    return checks;
  }

  private static Map<Verdict, Integer> sums(List<Check> checks) {
    Map<Verdict, Integer> sums = new HashMap<>();
    checks.forEach(check -> sums.merge(check.verdict(), 1, Integer::sum));
    return sums;
  }

  private static List<String> wrong(List<Check> checks) {
    return checks.stream()
        .filter(check -> check.verdict() != Verdict.VALID)
        .map(check -> check.verdict() + " " + check.key() + " " + check.detail())
        .map(String::strip)
        .toList();
  }

  @Test
  void aWholeChainIsProvenOverKeyRotationsInBothForms() throws IOException {
    hours(0, 2);
    trail.rotate(false);
    hours(2, 4);
    trail.rotate(true);
    hours(4, HOURS);
    for (List<Check> checks : List.of(inBucket(), inFolder(true))) {
      assertThat(wrong(checks)).isEmpty();
      assertThat(sums(checks)).isEqualTo(Map.of(Verdict.VALID, HOURS + 6));
    }
  }

  @Test
  void aPlainCopyIsProvenByTheNextDigestsButForTheNewest() throws IOException {
    hours(0, HOURS);
    List<Check> checks = inFolder(false);
    assertThat(wrong(checks)).containsExactly("SIGNATURE_ABSENT " + trail.digests.get(5));
    assertThat(sums(checks)).containsEntry(Verdict.VALID, HOURS - 1 + 6);
  }

  @Test
  void whatWasDoneToALogFileIsNamed() throws IOException {
    hours(0, HOURS);
    String changed = trail.logFiles.get(0);
    String packed = trail.logFiles.get(1);
    String longer = trail.logFiles.get(2);
    String gone = trail.logFiles.get(3);
    String broken = trail.logFiles.get(4);
    byte[] plain = SignedTrail.unzipped(trail.objects.get(packed));
    trail.replace(changed, "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8));
    trail.replace(packed, plain); // the same content packed again stays valid
    trail.objects.compute(
        longer,
        (key, bytes) -> {
          byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
          more[bytes.length] = 7;
          return more;
        });
    trail.objects.remove(gone);
    trail.objects.compute(broken, (key, bytes) -> Arrays.copyOf(bytes, bytes.length / 2));
    for (List<Check> checks : List.of(inBucket(), inFolder(true))) {
      assertThat(wrong(checks))
          .containsExactlyInAnyOrder(
              "HASH_DIFFERS " + changed,
              "TRAILING_DATA " + longer,
              "NOT_FOUND " + gone,
              "INVALID_FORMAT " + broken + " it ends too early");
    }
  }

  @Test
  void digestsThatAreGoneAreNamedAndTheRestIsStillProven() throws IOException {
    hours(0, HOURS);
    trail.objects.remove(trail.digests.get(3));
    trail.objects.remove(trail.digests.get(2));
    for (List<Check> checks : List.of(inBucket(), inFolder(true))) {
      assertThat(wrong(checks))
          .contains("NOT_FOUND " + trail.digests.get(3))
          .anyMatch(line -> line.startsWith("UNLISTED " + trail.logFiles.get(1)));
      assertThat(sums(checks)).containsEntry(Verdict.VALID, 4 + 4);
    }
    trail.objects.remove(trail.digests.get(5));
    trail.objects.remove(trail.digests.get(4));
    assertThat(wrong(inBucket()))
        .contains(
            "NEWEST_MISSING %s 2026-05-01T02:00:00Z to 2026-05-01T06:00:00Z"
                .formatted(trail.digests.get(1)));
  }

  @Test
  void digestsThatWereChangedMovedOrUnsignedAreNamed() throws IOException {
    hours(0, HOURS);
    String tampered = trail.digests.get(4);
    byte[] plain = SignedTrail.unzipped(trail.objects.get(tampered));
    String text = new String(plain, StandardCharsets.UTF_8);
    trail.replace(
        tampered,
        text.replaceFirst("logFiles\":\\[.*]", "logFiles\":[]").getBytes(StandardCharsets.UTF_8));
    String unsigned = trail.digests.get(2);
    trail.metadata.remove(unsigned);
    assertThat(wrong(inBucket()))
        .contains("SIGNATURE_FAILED " + tampered, "SIGNATURE_FAILED " + unsigned)
        .noneMatch(line -> line.contains(trail.digests.get(3)));
    String moved = trail.digests.get(5).replace("T060000Z", "T055959Z");
    trail.objects.put(
        moved, java.util.Objects.requireNonNull(trail.objects.remove(trail.digests.get(5))));
    trail.metadata.put(
        moved, java.util.Objects.requireNonNull(trail.metadata.get(trail.digests.get(5))));
    assertThat(wrong(inBucket())).contains("MOVED " + moved);
  }

  @Test
  void aSignatureOverSomethingElseIsNotAccepted() throws IOException {
    hours(0, HOURS);
    String newest = trail.digests.get(5);
    trail.metadata.put(
        newest, Map.of("signature", trail.sign("a\r\nb"), "signature-algorithm", "SHA256withRSA"));
    assertThat(wrong(inBucket())).containsExactly("SIGNATURE_FAILED " + newest);
  }

  @Test
  void anUnknownKeyIsNoProofOfHarm() throws IOException {
    hours(0, HOURS);
    String known = trail.keysJson();
    SignedTrail other = new SignedTrail();
    other.hour(START, 1);
    Path copy = folder.resolve("other");
    other.write(copy, true);
    Path keys = Files.writeString(folder.resolve("known.json"), known);
    List<Check> checks = verify(new FolderTrailStore(copy), keys);
    assertThat(sums(checks)).containsKeys(Verdict.KEY_UNKNOWN, Verdict.VALID);
    assertThat(checks.get(1).detail()).hasSize(32);
    assertThat(Verdict.KEY_UNKNOWN.isWrong()).isFalse();
  }

  @Test
  void spansThatNobodyCoversAndFilesThatNobodyListsAreNamed() throws IOException {
    hours(0, 2);
    trail.restart();
    hours(4, HOURS);
    String added =
        TrailObjects.key(
            "AWSLogs/",
            SignedTrail.ACCOUNT,
            SignedTrail.REGION,
            START.plusSeconds(5_000),
            new java.util.Random(1));
    trail.objects.put(added, TrailObjects.gzip(new byte[] {'{', '}'}));
    for (List<Check> checks : List.of(inBucket(), inFolder(true))) {
      assertThat(wrong(checks))
          .containsExactly(
              "GAP %s 2026-05-01T02:00:00Z to 2026-05-01T04:00:00Z".formatted(trail.digests.get(2)),
              "UNLISTED " + added);
    }
  }

  @Test
  void aBackfillDigestCoversWhatItLists() throws IOException {
    hours(0, HOURS);
    String backfill = trail.backfill(START.plus(Duration.ofHours(2)));
    assertThat(DigestName.of(backfill))
        .isNotNull()
        .extracting(DigestName::backfill)
        .isEqualTo(true);
    for (List<Check> checks : List.of(inBucket(), inFolder(true))) {
      assertThat(wrong(checks)).isEmpty();
      assertThat(checks)
          .filteredOn(check -> check.subject() == Check.Subject.BACKFILL_DIGEST)
          .hasSize(1);
    }
  }
}
