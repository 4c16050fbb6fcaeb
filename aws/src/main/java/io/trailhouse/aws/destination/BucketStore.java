package io.trailhouse.aws.destination;

import io.trailhouse.destination.Failure;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.ObjectKeys;
import io.trailhouse.destination.ObjectStore;
import io.trailhouse.quantity.S3Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// [ObjectStore] in a bucket. Small objects are one request; larger ones are uploaded in parts, and
/// S3 shows them when all parts are there. The caller closes the client, which finds the bucket's
/// Region.
public final class BucketStore implements ObjectStore {
  private static final int LARGEST_SINGLE = 16 << 20;
  private static final int PART = 8 << 20;

  private final S3Client s3;
  private final BucketPlace place;

  public BucketStore(S3Client s3, BucketPlace place) {
    this.s3 = s3;
    this.place = place;
  }

  @Override
  public void put(NewObject object) throws NotDelivered {
    String key = place.prefix() + object.key();
    String problem = ObjectKeys.problem(object.key());
    problem = problem == null ? ObjectKeys.problem(key) : problem;
    if (problem != null) {
      throw new NotDelivered(Failure.never(this + ": the object cannot be written: " + problem));
    }
    try {
      if (object.content().length <= LARGEST_SINGLE) {
        s3.putObject(single(key, object), RequestBody.fromBytes(object.content()));
      } else {
        putParts(key, object);
      }
    } catch (SdkException e) {
      throw Verdict.of(this.toString(), e);
    }
  }

  private PutObjectRequest single(String key, NewObject object) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(place.bucket())
            .key(key)
            .contentType(given(object.type()))
            .contentEncoding(given(object.encoding()))
            .acl(place.acl())
            .storageClass(place.storageClass())
            .expectedBucketOwner(place.owner())
            .requestPayer(given(place.requestPayer()));
    BucketPlace.Encryption encryption = place.encryption();
    if (encryption != null) {
      request.serverSideEncryption(encryption.way()).ssekmsKeyId(encryption.key());
      request.bucketKeyEnabled(encryption.isBucketKey() ? true : null);
    }
    return request.build();
  }

  private CreateMultipartUploadRequest begin(String key, NewObject object) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(place.bucket())
            .key(key)
            .contentType(given(object.type()))
            .contentEncoding(given(object.encoding()))
            .acl(place.acl())
            .storageClass(place.storageClass())
            .expectedBucketOwner(place.owner())
            .requestPayer(given(place.requestPayer()));
    BucketPlace.Encryption encryption = place.encryption();
    if (encryption != null) {
      request.serverSideEncryption(encryption.way()).ssekmsKeyId(encryption.key());
      request.bucketKeyEnabled(encryption.isBucketKey() ? true : null);
    }
    return request.build();
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }

  private void putParts(String key, NewObject object) {
    String upload = s3.createMultipartUpload(begin(key, object)).uploadId();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (int from = 0; from < object.content().length; from += PART) {
        parts.add(part(key, upload, object.content(), parts.size() + 1));
      }
      s3.completeMultipartUpload(request ->
          request
              .bucket(place.bucket())
              .key(key)
              .uploadId(upload)
              .expectedBucketOwner(place.owner())
              .requestPayer(given(place.requestPayer()))
              .multipartUpload(done -> done.parts(parts)));
    } catch (RuntimeException e) {
      abort(key, upload, e);
      throw e;
    }
  }

  private CompletedPart part(String key, String upload, byte[] content, int number) {
    int from = (number - 1) * PART;
    ByteBuffer bytes = ByteBuffer.wrap(content, from, Math.min(PART, content.length - from));
    UploadPartResponse answer =
        s3.uploadPart(
            request ->
                request
                    .bucket(place.bucket())
                    .key(key)
                    .uploadId(upload)
                    .partNumber(number)
                    .expectedBucketOwner(place.owner())
                    .requestPayer(given(place.requestPayer())),
            RequestBody.fromRemainingByteBuffer(bytes));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32(answer.checksumCRC32())
        .build();
  }

  /// Parts that nobody completes are paid for until a rule of the bucket removes them.
  private void abort(String key, String upload, RuntimeException why) {
    try {
      s3.abortMultipartUpload(request ->
          request
              .bucket(place.bucket())
              .key(key)
              .uploadId(upload)
              .expectedBucketOwner(place.owner())
              .requestPayer(given(place.requestPayer())));
    } catch (SdkException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public String toString() {
    return S3Place.text(place.bucket(), place.prefix());
  }
}
