package io.trailhouse.aws;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// Makes the SDK's clients for one [Identity]; closing this closes them.
///
/// Proxies, endpoints (`AWS_ENDPOINT_URL` and its kin) and CA bundles are taken from where the SDK
/// looks for them. Requests are tried six times with jitter; the SDK corrects a wrong clock itself.
public final class AwsClients implements AutoCloseable {
  private static final int ATTEMPTS = 6;

  /// Downloads, listings and requests for messages of one source all at once.
  private static final int CONNECTIONS = 64;

  /// Longer than a long poll, which is 20 seconds.
  private static final Duration SILENCE = Duration.ofSeconds(40);

  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final Identity identity;
  private final Region region;
  private final SdkHttpClient http;
  private final List<SdkAutoCloseable> open = new ArrayList<>();
  private @Nullable AwsCredentialsProvider credentials;

  private AwsClients(Identity identity, Region region) {
    this.identity = identity;
    this.region = region;
    this.http =
        ApacheHttpClient.builder()
            .maxConnections(CONNECTIONS)
            .socketTimeout(SILENCE)
            .connectionTimeout(CONNECTING)
            .connectionAcquisitionTimeout(SILENCE)
            .build();
  }

  /// Makes clients; nothing is asked of AWS yet.
  ///
  /// @throws TrailhouseException with CONFIG_INVALID when no Region is known
  public static AwsClients of(Identity identity) {
    return new AwsClients(identity, region(identity));
  }

  private static Region region(Identity identity) {
    if (identity.region() != null) {
      return Region.of(identity.region());
    }
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      if (identity.profile() != null) {
        chain.profileName(identity.profile());
      }
      return chain.build().getRegion();
    } catch (SdkClientException e) {
      throw new TrailhouseException(
          Code.CONFIG_INVALID,
          "no AWS Region is known",
          "aws.region",
          "Name one in the configuration (aws: {region: eu-central-1}), in AWS_REGION, or in the"
              + " profile",
          e);
    }
  }

  /// The role whose credentials these are; null for the own ones.
  @Nullable String role() {
    return identity.roleArn();
  }

  public Region region() {
    return region;
  }

  /// The credentials of the role, or the own ones.
  public synchronized AwsCredentialsProvider credentials() {
    AwsCredentialsProvider made = credentials;
    if (made == null) {
      made = identity.roleArn() == null ? own() : ofRole(own(), identity.roleArn());
      credentials = made;
    }
    return made;
  }

  private AwsCredentialsProvider own() {
    DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
    if (identity.profile() != null) {
      chain.profileName(identity.profile());
    }
    return kept(chain.build());
  }

  private AwsCredentialsProvider ofRole(AwsCredentialsProvider own, String arn) {
    StsClient sts = kept(with(StsClient.builder().httpClient(http), own).build());
    return kept(
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request ->
                request
                    .roleArn(arn)
                    .roleSessionName("trailhouse")
                    .externalId(identity.externalId())
                    .durationSeconds((int) identity.session().toSeconds()))
            .build());
  }

  /// A bucket may lie in another Region than the identity's.
  public S3Client s3() {
    return kept(
        with(S3Client.builder().httpClient(http), credentials())
            .crossRegionAccessEnabled(true)
            .build());
  }

  public SqsClient sqs() {
    return kept(with(SqsClient.builder().httpClient(http), credentials()).build());
  }

  public SnsClient sns() {
    return kept(with(SnsClient.builder().httpClient(http), credentials()).build());
  }

  public EventBridgeClient eventBridge() {
    return kept(with(EventBridgeClient.builder().httpClient(http), credentials()).build());
  }

  public KinesisClient kinesis() {
    return kept(with(KinesisClient.builder().httpClient(http), credentials()).build());
  }

  public FirehoseClient firehose() {
    return kept(with(FirehoseClient.builder().httpClient(http), credentials()).build());
  }

  StsClient sts() {
    return kept(with(StsClient.builder().httpClient(http), credentials()).build());
  }

  /// Public keys belong to a Region each.
  public CloudTrailClient cloudTrail(Region of) {
    return kept(
        with(CloudTrailClient.builder().httpClient(http), credentials()).region(of).build());
  }

  /// For Event history, whose callers keep the pace: it tries nothing again by itself.
  public CloudTrailClient cloudTrailOnce(Region of) {
    return kept(
        CloudTrailClient.builder()
            .httpClient(http)
            .region(of)
            .credentialsProvider(credentials())
            .overrideConfiguration(
                settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build());
  }

  /// For what the SDK's modules here have no client for.
  public SignedCall signedCall() {
    return new SignedCall(http, credentials(), region);
  }

  private <B extends AwsClientBuilder<B, ?>> B with(B builder, AwsCredentialsProvider as) {
    return builder
        .region(region)
        .credentialsProvider(as)
        .overrideConfiguration(settings ->
            settings.retryStrategy(
                AwsRetryStrategy.standardRetryStrategy().toBuilder()
                    .maxAttempts(ATTEMPTS)
                    .build()));
  }

  private synchronized <T extends SdkAutoCloseable> T kept(T made) {
    open.add(made);
    return made;
  }

  @Override
  public synchronized void close() {
    for (int last = open.size() - 1; last >= 0; last--) {
      open.get(last).close();
    }
    open.clear();
    http.close();
  }
}
