package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.destination.ObjectStore;
import io.trailhouse.destination.ObjectStore.NewObject;
import io.trailhouse.fixture.ObjectStoreContract;
import io.trailhouse.testkit.AwsDoubles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

class BucketStoreTest extends ObjectStoreContract {
  private static final String PREFIX = "routed/";

  private static final List<String> ASKED_FOR =
      List.of(
          "SSEKMSKeyId",
          "ServerSideEncryption",
          "BucketKeyEnabled",
          "ACL",
          "StorageClass",
          "ExpectedBucketOwner",
          "RequestPayer",
          "ContentType",
          "Key",
          "Bucket");

  private final S3Client s3 = AwsDoubles.running().s3();
  private final String bucket = "routed-" + UUID.randomUUID();

  @BeforeEach
  void setUp() {
    s3.createBucket(request -> request.bucket(bucket));
  }

  @Override
  protected ObjectStore store() {
    return new BucketStore(s3, BucketPlace.of(bucket, PREFIX));
  }

  private ResponseBytes<GetObjectResponse> read(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
  }

  @Override
  protected Map<String, byte[]> objects() {
    Map<String, byte[]> objects = new HashMap<>();
    for (S3Object each : s3.listObjectsV2(request -> request.bucket(bucket)).contents()) {
      assertThat(each.key()).startsWith(PREFIX);
      objects.put(each.key().substring(PREFIX.length()), read(each.key()).asByteArray());
    }
    return objects;
  }

  @Test
  void anObjectHasItsTypeAndEncoding() throws Exception {
    store().put(new NewObject("a.json.gz", new byte[] {1}, "application/json", "gzip"));
    store().put(new NewObject("b.json", new byte[] {1}, "application/json", ""));
    assertThat(read(PREFIX + "a.json.gz").response().contentType()).isEqualTo("application/json");
    assertThat(read(PREFIX + "a.json.gz").response().contentEncoding()).isEqualTo("gzip");
    assertThat(read(PREFIX + "b.json").response().contentEncoding()).isNullOrEmpty();
  }

  @Test
  void aBucketThatIsNotThereIsWaitedFor() {
    BucketStore nowhere = new BucketStore(s3, BucketPlace.of("nowhere-" + bucket, ""));
    NewObject object = new NewObject("a", new byte[1], "text/plain", "");
    assertThatExceptionOfType(NotDelivered.class)
        .isThrownBy(() -> nowhere.put(object))
        .matches(NotDelivered::isPassing)
        .withMessageContaining("s3://nowhere-")
        .withMessageContaining("NoSuchBucket");
  }

  /// A client that notes its requests, and sends none of those of a kind.
  private static S3Client noting(List<SdkRequest> requests, Predicate<SdkRequest> failing) {
    ExecutionInterceptor interceptor =
        new ExecutionInterceptor() {
          @Override
          public void beforeMarshalling(
              Context.BeforeMarshalling context, ExecutionAttributes attributes) {
            requests.add(context.request());
            if (failing.test(context.request())) {
              throw SdkClientException.create("by script");
            }
          }
        };
    return client(AwsDoubles.running().s3Endpoint(), interceptor);
  }

  private static S3Client client(URI endpoint, ExecutionInterceptor interceptor) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(AwsDoubles.credentials())
        .forcePathStyle(true)
        .httpClient(ApacheHttpClient.create())
        .overrideConfiguration(settings ->
            settings
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .addExecutionInterceptor(interceptor))
        .build();
  }

  private BucketPlace demanding() {
    return new BucketPlace(
        bucket,
        "",
        BucketPlace.Encryption.kms("alias/routes"),
        "bucket-owner-full-control",
        "STANDARD_IA",
        "444455556666",
        true);
  }

  @Test
  void whatThePlaceAsksForIsInTheRequests() {
    List<SdkRequest> requests = new ArrayList<>();
    try (S3Client client = noting(requests, request -> true)) {
      BucketStore store = new BucketStore(client, demanding());
      for (int size : new int[] {1, 17 << 20}) {
        NewObject object = new NewObject("a", new byte[size], "text/plain", "");
        assertThatExceptionOfType(NotDelivered.class)
            .isThrownBy(() -> store.put(object))
            .matches(NotDelivered::isPassing);
      }
    }
    PutObjectRequest single = (PutObjectRequest) requests.get(0);
    assertThat(single.ssekmsKeyId()).isEqualTo("alias/routes");
    assertThat(single.serverSideEncryptionAsString()).isEqualTo("aws:kms");
    assertThat(single.bucketKeyEnabled()).isTrue();
    assertThat(single.aclAsString()).isEqualTo("bucket-owner-full-control");
    assertThat(single.storageClassAsString()).isEqualTo("STANDARD_IA");
    assertThat(single.expectedBucketOwner()).isEqualTo("444455556666");
    assertThat(single.requestPayerAsString()).isEqualTo("requester");
    CreateMultipartUploadRequest large = (CreateMultipartUploadRequest) requests.get(1);
    for (String member : ASKED_FOR) {
      assertThat(large.getValueForField(member, Object.class))
          .as(member)
          .isPresent()
          .isEqualTo(single.getValueForField(member, Object.class));
    }
  }

  @Test
  void aBucketThatIsSlowOrDeniedIsWaitedFor() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      server.createContext("/503", exchange -> refuse(exchange, 503, "SlowDown"));
      server.createContext("/403", exchange -> refuse(exchange, 403, "AccessDenied"));
      server.createContext("/400", exchange -> refuse(exchange, 400, "EntityTooLarge"));
      server.start();
      URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      try (S3Client client = client(endpoint, new ExecutionInterceptor() {})) {
        for (String named : List.of("503 SlowDown", "403 AccessDenied", "400 EntityTooLarge")) {
          String code = named.substring(4);
          BucketStore store =
              new BucketStore(client, BucketPlace.of(named.substring(0, 3) + "-b", ""));
          assertThatExceptionOfType(NotDelivered.class)
              .isThrownBy(() -> store.put(new NewObject("a", new byte[1], "text/plain", "")))
              .matches(e -> e.isPassing() == !code.equals("EntityTooLarge"))
              .withMessageContaining(code)
              .satisfies(e -> assertThat(e.reason()).doesNotContain(AwsDoubles.SECRET));
        }
      }
    } finally {
      server.stop(0);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] body =
          "<Error><Code>%s</Code><Message>by script</Message></Error>"
              .formatted(code)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void anUploadThatFailsLeavesNoParts() {
    List<SdkRequest> requests = new ArrayList<>();
    try (S3Client client =
        noting(
            requests,
            request -> request instanceof UploadPartRequest part && part.partNumber() == 2)) {
      BucketStore store = new BucketStore(client, BucketPlace.of(bucket, PREFIX));
      NewObject object = new NewObject("a", new byte[17 << 20], "text/plain", "");
      assertThatExceptionOfType(NotDelivered.class)
          .isThrownBy(() -> store.put(object))
          .matches(NotDelivered::isPassing);
    }
    assertThat(requests)
        .extracting(request -> request.getClass().getSimpleName())
        .containsExactly(
            "CreateMultipartUploadRequest",
            "UploadPartRequest",
            "UploadPartRequest",
            "AbortMultipartUploadRequest");
    assertThat(s3.listMultipartUploads(request -> request.bucket(bucket)).uploads()).isEmpty();
    assertThat(objects()).isEmpty();
  }
}
