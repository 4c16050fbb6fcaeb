package io.trailhouse.aws;

import io.trailhouse.source.LogFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/// Fetches log files from buckets. All that is in memory at a time is bounded: small files share
/// one budget of bytes, large ones go through a file. For any number of threads.
final class ObjectFetcher {
  private static final int KIB = 1 << 10;

  /// Files above this go through the scratch folder.
  private static final long IN_MEMORY = 16L << 20;

  private static final int COPY_BUFFER = 64 * KIB;

  private final S3Client s3;
  private final boolean requesterPays;
  private final Path scratch;
  private final int budgetKib;
  private final Semaphore budget;

  /// @param scratch a folder for large files; made when needed
  /// @param memory how many bytes of fetched files may wait at a time
  ObjectFetcher(S3Client s3, boolean requesterPays, Path scratch, long memory) {
    this.s3 = s3;
    this.requesterPays = requesterPays;
    this.scratch = scratch;
    this.budgetKib = (int) Math.max(IN_MEMORY / KIB, memory / KIB);
    this.budget = new Semaphore(budgetKib, true);
  }

  /// What was fetched; it holds its part of the budget until it is let go.
  ///
  /// @param bytes in memory; null when they are in the file
  record Fetched(
      LogFile file,
      ObjectAt at,
      Map<String, String> metadata,
      byte @Nullable [] bytes,
      @Nullable Path spool,
      Runnable letGo) {
    InputStream open() throws IOException {
      return bytes != null
          ? new ByteArrayInputStream(bytes)
          : Files.newInputStream(java.util.Objects.requireNonNull(spool));
    }
  }

  /// Fetches an object whole.
  ///
  /// @throws FetchFailure when there is none to be had now
  /// @throws IOException when the scratch folder cannot take it
  Fetched fetch(ObjectAt at) throws IOException, InterruptedException {
    int early = at.size() >= 0 && at.size() <= IN_MEMORY ? kib(at.size()) : 0;
    budget.acquire(early);
    boolean kept = false;
    try {
      Fetched fetched = fetch(at, early);
      kept = true;
      return fetched;
    } finally {
      if (!kept) {
        budget.release(early);
      }
    }
  }

  private Fetched fetch(ObjectAt at, int held) throws IOException, InterruptedException {
    try (ResponseInputStream<GetObjectResponse> in = s3.getObject(request(at))) {
      try {
        return read(at, in, held);
      } catch (IOException | RuntimeException | InterruptedException e) {
        in.abort(); // so that what is left of the body is not waited for
        throw e;
      }
    } catch (SdkException e) {
      FetchFailure failure = Failures.of(at.origin(), e);
      if (failure.kind() == FetchFailure.Kind.MISSING && at.otherKey() != null) {
        return fetch(at.under(at.otherKey()), held);
      }
      throw failure;
    }
  }

  /// Opens an object once more, straight from S3, outside the budget: whoever waits for the budget
  /// may be waiting for this reader.
  InputStream again(Fetched fetched) throws IOException {
    try {
      return s3.getObject(
          request(fetched.at()).toBuilder().ifMatch(fetched.file().version()).build());
    } catch (SdkException e) {
      throw Failures.of(fetched.at().origin(), e);
    }
  }

  private GetObjectRequest request(ObjectAt at) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(at.bucket()).key(at.key());
    return requesterPays ? request.requestPayer(RequestPayer.REQUESTER).build() : request.build();
  }

  private Fetched read(ObjectAt at, ResponseInputStream<GetObjectResponse> in, int held)
      throws IOException, InterruptedException {
    GetObjectResponse answer = in.response();
    long length = answer.contentLength() == null ? -1 : answer.contentLength();
    Instant written = answer.lastModified() == null ? Instant.EPOCH : answer.lastModified();
    String version = answer.eTag() == null ? length + "-" + written : unquoted(answer.eTag());
    LogFile file = at.file(version, length, written);
    Map<String, String> metadata = new TreeMap<>();
    answer.metadata().forEach((name, text) -> metadata.put(name.toLowerCase(Locale.ROOT), text));
    if (length < 0 || length > IN_MEMORY) {
      Path spool = spool(at, in, length);
      return new Fetched(file, at, metadata, null, spool, () -> remove(spool, held));
    }
    int late = Math.max(0, kib(length) - held);
    budget.acquire(late);
    boolean kept = false;
    try {
      byte[] bytes = in.readNBytes((int) length);
      requireWhole(at, length, in.read() < 0 ? bytes.length : length + 1);
      kept = true;
      return new Fetched(file, at, metadata, bytes, null, () -> budget.release(held + late));
    } catch (IOException e) {
      throw e instanceof FetchFailure ? e : Failures.of(at.origin(), e);
    } finally {
      if (!kept) {
        budget.release(late);
      }
    }
  }

  private int kib(long bytes) {
    return (int) Math.min(budgetKib, (bytes + KIB - 1) / KIB);
  }

  static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  /// A body that ends early is no damaged file: it was cut on the way.
  private static void requireWhole(ObjectAt at, long length, long read) throws FetchFailure {
    if (length >= 0 && read != length) {
      EOFException cut =
          new EOFException("the answer was cut off: %,d of %,d bytes came".formatted(read, length));
      throw new FetchFailure(FetchFailure.Kind.PASSING, at.origin() + ": " + cut.getMessage(), cut);
    }
  }

  private Path spool(ObjectAt at, InputStream in, long length) throws IOException {
    Files.createDirectories(scratch);
    Path file = Files.createTempFile(scratch, "s3-", ".part");
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      long read = 0;
      byte[] buffer = new byte[COPY_BUFFER];
      for (int count = some(at, in, buffer); count >= 0; count = some(at, in, buffer)) {
        out.write(buffer, 0, count);
        read += count;
      }
      requireWhole(at, length, read);
      whole = true;
      return file;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// A fault of the network passes; one of the disk does not, and is thrown as it is.
  private static int some(ObjectAt at, InputStream in, byte[] buffer) throws FetchFailure {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw Failures.of(at.origin(), e);
    }
  }

  private void remove(Path spool, int held) {
    budget.release(held);
    try {
      Files.deleteIfExists(spool);
    } catch (IOException e) {
      // the scratch folder goes with the process
    }
  }
}
