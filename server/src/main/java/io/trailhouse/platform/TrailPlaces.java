package io.trailhouse.platform;

import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.BucketTrailStore;
import io.trailhouse.aws.CloudTrailKeys;
import io.trailhouse.aws.Identity;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.integrity.FolderTrailStore;
import io.trailhouse.integrity.PublicKeys;
import io.trailhouse.integrity.TrailStore;
import io.trailhouse.quantity.QuantityException;
import io.trailhouse.quantity.S3Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A place that holds a trail's files: a bucket, or a folder that is a copy of one.
public final class TrailPlaces implements AutoCloseable {
  private final TrailStore store;
  private final @Nullable AwsClients clients;

  private TrailPlaces(TrailStore store, @Nullable AwsClients clients) {
    this.store = store;
    this.clients = clients;
  }

  /// Opens what a user named.
  ///
  /// @throws IOException when it is no such place; the message is for people
  public static TrailPlaces open(String where, AwsSpec aws) throws IOException {
    if (S3Place.isMeant(where)) {
      S3Place place = place(where);
      AwsClients clients =
          AwsClients.of(
              new Identity(aws.profile(), aws.region(), null, aws.externalId(), aws.session()));
      return new TrailPlaces(
          new BucketTrailStore(clients.s3(), place.bucket(), place.prefix()), clients);
    }
    try {
      if (!Files.isDirectory(Path.of(where))) {
        throw new IOException("there is no such folder");
      }
      return new TrailPlaces(new FolderTrailStore(Path.of(where)), null);
    } catch (InvalidPathException e) {
      throw new IOException("that is no name of a folder", e);
    }
  }

  private static S3Place place(String where) throws IOException {
    try {
      return S3Place.parseExisting(where).asFolder();
    } catch (QuantityException e) {
      throw new IOException("it " + e.problem(), e);
    }
  }

  public TrailStore store() {
    return store;
  }

  /// Whether it is a copy, which may be of any age.
  public boolean isCopy() {
    return clients == null;
  }

  /// Where the public keys of its digests can be had; nowhere for a copy.
  public PublicKeys.KeySource keys() {
    return clients == null ? PublicKeys.NONE : new CloudTrailKeys(clients);
  }

  @Override
  public void close() {
    if (clients != null) {
      clients.close();
    }
  }
}
