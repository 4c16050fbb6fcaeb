package io.trailhouse.aws;

import io.trailhouse.integrity.PublicKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.ListPublicKeysResponse;
import software.amazon.awssdk.services.cloudtrail.model.PublicKey;

/// The public keys of digests, as CloudTrail tells them in each Region.
public final class CloudTrailKeys implements PublicKeys.KeySource {
  private final AwsClients clients;

  /// @param clients the caller closes them
  public CloudTrailKeys(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Map<String, byte[]> keys(String region, Instant from, Instant to) throws IOException {
    try (CloudTrailClient cloudTrail = clients.cloudTrail(Region.of(region))) {
      Map<String, byte[]> keys = new HashMap<>();
      String token = null;
      do {
        String next = token;
        ListPublicKeysResponse answer =
            cloudTrail.listPublicKeys(
                request -> request.startTime(from).endTime(to).nextToken(next));
        for (PublicKey key : answer.publicKeyList()) {
          keys.put(key.fingerprint(), key.value().asByteArray());
        }
        token = answer.nextToken();
      } while (token != null && !token.isEmpty());
      return keys;
    } catch (SdkException e) {
      throw Failures.of("the public keys of " + region, e);
    }
  }
}
