package io.trailhouse.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/// The two operations for which the SDK has modules that cannot be had in the same version as the
/// others: a JSON request, signed by the SDK's own signer and sent by its own client.
final class SignedCall {
  private static final int OK = 200;
  private static final int LARGEST_ANSWER = 8 << 20;

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Region region;

  /// What can be asked.
  enum Operation {
    /// AWS Organizations API reference, ListAccounts.
    LIST_ACCOUNTS(
        "organizations",
        "/",
        "application/x-amz-json-1.1",
        "AWSOrganizationsV20161128.ListAccounts"),
    /// AWS Account Management API reference, ListRegions.
    LIST_REGIONS("account", "/listRegions", "application/json", "");

    private final String service;
    private final String path;
    private final String type;
    private final String target;

    Operation(String service, String path, String type, String target) {
      this.service = service;
      this.path = path;
      this.type = type;
      this.target = target;
    }
  }

  SignedCall(SdkHttpClient http, AwsCredentialsProvider credentials, Region region) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
  }

  /// Sends one request and answers its JSON.
  ///
  /// @throws FetchFailure when the service refuses or cannot be reached
  Map<?, ?> ask(Operation operation, String json) throws FetchFailure {
    try {
      HttpExecuteResponse answer = send(operation, json);
      int status = answer.httpResponse().statusCode();
      String text = "";
      if (answer.responseBody().isPresent()) {
        try (InputStream in = answer.responseBody().get()) {
          text = new String(in.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8);
        }
      }
      Map<?, ?> object = JsonValues.object(text);
      if (status == OK && object != null) {
        return object;
      }
      throw refusal(operation, status, object);
    } catch (FetchFailure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Failures.of(operation.service, e);
    }
  }

  private static FetchFailure refusal(Operation operation, int status, @Nullable Object object) {
    String type = JsonValues.text(object, "__type");
    String message = JsonValues.text(object, "Message");
    if (message == null) {
      message = JsonValues.text(object, "message");
    }
    boolean passing =
        status >= 500
            || status == 429
            || String.valueOf(type).contains("Throttl")
            || String.valueOf(type).contains("TooManyRequests");
    String words =
        "%s: HTTP %d %s %s"
            .formatted(
                operation.service,
                status,
                type == null ? "" : type.substring(type.lastIndexOf('#') + 1),
                message == null ? "" : message);
    return new FetchFailure(
        passing ? FetchFailure.Kind.PASSING : FetchFailure.Kind.REFUSED,
        words.strip(),
        new IOException("HTTP " + status));
  }

  private HttpExecuteResponse send(Operation operation, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    URI endpoint = endpoint(operation.service);
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .encodedPath(operation.path)
            .putHeader("Content-Type", operation.type)
            .putHeader("Content-Length", Integer.toString(body.length));
    if (!operation.target.isEmpty()) {
      request.putHeader("X-Amz-Target", operation.target);
    }
    AwsCredentials signing = credentials.resolveCredentials();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(sign ->
                sign.identity(signing)
                    .request(request.build())
                    .payload(() -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, operation.service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, home()));
    HttpExecuteRequest.Builder call = HttpExecuteRequest.builder().request(signed.request());
    signed.payload().ifPresent(call::contentStreamProvider);
    return http.prepareRequest(call.build()).call();
  }

  /// Both services have one Region in each partition.
  private String home() {
    String id = region.id();
    if (id.startsWith("cn-")) {
      return "cn-northwest-1";
    }
    return id.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
  }

  /// Where the SDK's own clients would look for another endpoint, this looks too.
  private URI endpoint(String service) {
    String own = System.getenv("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT));
    String all = own == null ? System.getenv("AWS_ENDPOINT_URL") : own;
    if (all != null) {
      return URI.create(all);
    }
    String suffix = region.id().startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return URI.create("https://%s.%s.%s".formatted(service, home(), suffix));
  }
}
