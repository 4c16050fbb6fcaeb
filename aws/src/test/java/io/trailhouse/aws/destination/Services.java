package io.trailhouse.aws.destination;

import io.trailhouse.aws.SignedCall;
import io.trailhouse.testkit.AwsDoubles;
import io.trailhouse.testkit.ServiceDouble;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;

/// Clients of a [ServiceDouble], which try nothing again and wait for a second at most.
final class Services implements AutoCloseable {
  private static final Region REGION = Region.EU_CENTRAL_1;

  final ServiceDouble service;
  private final SdkHttpClient http =
      ApacheHttpClient.builder().socketTimeout(Duration.ofSeconds(2)).build();

  Services() throws Exception {
    service = new ServiceDouble();
  }

  <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B client(B builder) {
    return builder
        .httpClient(http)
        .region(REGION)
        .endpointOverride(service.endpoint())
        .credentialsProvider(AwsDoubles.credentials())
        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  SignedCall signedCall() {
    return new SignedCall(http, AwsDoubles.credentials(), REGION, service.endpoint());
  }

  @Override
  public void close() {
    service.close();
    http.close();
  }
}
