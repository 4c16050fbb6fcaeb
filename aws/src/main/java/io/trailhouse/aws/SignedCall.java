package io.trailhouse.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// The operations for which the SDK has modules that cannot be had in the same version as the
/// others: a JSON request, signed by the SDK's own signer and sent by its own client, once.
public final class SignedCall {
  private static final int OK = 200;
  private static final int LARGEST_ANSWER = 8 << 20;
  private static final String JSON_1_1 = "application/x-amz-json-1.1";
  private static final String LOGS = "Logs_20140328.";

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final @Nullable URI given;

  /// What can be asked.
  public enum Operation {
    /// AWS Organizations API reference, ListAccounts.
    LIST_ACCOUNTS("organizations", "/", JSON_1_1, "AWSOrganizationsV20161128.ListAccounts"),
    /// AWS Account Management API reference, ListRegions.
    LIST_REGIONS("account", "/listRegions", "application/json", ""),
    /// CloudWatch Logs API reference, PutLogEvents.
    PUT_LOG_EVENTS("logs", "/", JSON_1_1, LOGS + "PutLogEvents"),
    /// CloudWatch Logs API reference, CreateLogStream.
    CREATE_LOG_STREAM("logs", "/", JSON_1_1, LOGS + "CreateLogStream");

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

    /// The service's name in the environment variables of the SDK.
    private String nameOfEndpoint() {
      return service.equals("logs") ? "CLOUDWATCH_LOGS" : service.toUpperCase(Locale.ROOT);
    }

    /// Whether the service has one Region in each partition.
    private boolean isGlobal() {
      return !service.equals("logs");
    }
  }

  /// What a service says.
  ///
  /// @param object its JSON; null when there is none
  /// @param asked the time for which it asks before it is asked again; null for none
  public record Answer(int status, @Nullable Map<?, ?> object, @Nullable Duration asked) {
    public boolean isOk() {
      return status == OK && object != null;
    }

    /// The error's code without its namespace; empty when there is none.
    public String code() {
      String type = text("__type");
      return type == null ? "" : type.substring(type.lastIndexOf('#') + 1);
    }

    /// The error's words; empty when there are none.
    public String words() {
      String message = text("Message");
      if (message == null) {
        message = text("message");
      }
      return message == null ? "" : message;
    }

    /// The text below some names; null when there is none.
    public @Nullable String text(String... names) {
      return JsonValues.text(object, names);
    }
  }

  SignedCall(SdkHttpClient http, AwsCredentialsProvider credentials, Region region) {
    this(http, credentials, region, null);
  }

  /// @param given where every request goes; null for the service's own address
  public SignedCall(
      SdkHttpClient http, AwsCredentialsProvider credentials, Region region, @Nullable URI given) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.given = given;
  }

  /// Sends one request and answers its JSON.
  ///
  /// @throws FetchFailure when the service refuses or cannot be reached
  Map<?, ?> ask(Operation operation, String json) throws FetchFailure {
    Answer answer = exchange(operation, json.getBytes(StandardCharsets.UTF_8));
    Map<?, ?> object = answer.object();
    if (answer.isOk() && object != null) {
      return object;
    }
    throw refusal(operation, answer);
  }

  /// Sends one request and answers what the service says, whatever it is.
  ///
  /// @throws FetchFailure when the service cannot be reached
  public Answer exchange(Operation operation, byte[] json) throws FetchFailure {
    try {
      HttpExecuteResponse answer = send(operation, json);
      String text = "";
      if (answer.responseBody().isPresent()) {
        try (InputStream in = answer.responseBody().get()) {
          text = new String(in.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8);
        }
      }
      return new Answer(
          answer.httpResponse().statusCode(),
          JsonValues.object(text.isEmpty() ? "{}" : text),
          Failures.asked(answer.httpResponse()));
    } catch (IOException | RuntimeException e) {
      throw Failures.of(operation.service, e);
    }
  }

  private static FetchFailure refusal(Operation operation, Answer answer) {
    int status = answer.status();
    String code = answer.code();
    boolean passing =
        status >= 500
            || status == 429
            || code.contains("Throttl")
            || code.contains("TooManyRequests");
    String words = "%s: HTTP %d %s %s".formatted(operation.service, status, code, answer.words());
    return new FetchFailure(
        passing ? FetchFailure.Kind.PASSING : FetchFailure.Kind.REFUSED,
        words.strip(),
        new IOException("HTTP " + status));
  }

  private HttpExecuteResponse send(Operation operation, byte[] body) throws IOException {
    URI endpoint = given == null ? endpoint(operation) : given;
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
                    .putProperty(AwsV4HttpSigner.REGION_NAME, home(operation)));
    HttpExecuteRequest.Builder call = HttpExecuteRequest.builder().request(signed.request());
    signed.payload().ifPresent(call::contentStreamProvider);
    return http.prepareRequest(call.build()).call();
  }

  private String home(Operation operation) {
    String id = region.id();
    if (!operation.isGlobal()) {
      return id;
    }
    if (id.startsWith("cn-")) {
      return "cn-northwest-1";
    }
    return id.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
  }

  /// Where the SDK's own clients would look for another endpoint, this looks too.
  private URI endpoint(Operation operation) {
    String own = System.getenv("AWS_ENDPOINT_URL_" + operation.nameOfEndpoint());
    String all = own == null ? System.getenv("AWS_ENDPOINT_URL") : own;
    if (all != null) {
      return URI.create(all);
    }
    String suffix = PartitionMetadata.of(region).dnsSuffix();
    return URI.create("https://%s.%s.%s".formatted(operation.service, home(operation), suffix));
  }
}
