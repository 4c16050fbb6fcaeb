package io.trailhouse.demo;

/// Calls to S3: on buckets as management events, on objects as data events.
final class S3Calls {

  static final String EXPORTS = "larchfield-customer-exports";
  static final String LAKE = "larchfield-lake";

  private final Dice dice;

  S3Calls(Dice dice) {
    this.dice = dice;
  }

  Call listBuckets(Place place) {
    return additional(
        Call.read("s3", "ListBuckets").asking("Host", "s3." + place.region() + ".amazonaws.com"),
        0,
        dice.between(900, 2400));
  }

  /// A look at a bucket's settings, such as `GetBucketAcl`.
  Call about(String name, Place place, String bucket) {
    return additional(
        bucket(Call.read("s3", name), place, bucket, Doc.EMPTY), 0, dice.between(200, 700));
  }

  Call putBucketPolicy(Place place, String bucket, Doc policy) {
    Doc more = Doc.of("policy", "", "bucketPolicy", policy);
    return additional(bucket(Call.write("s3", "PutBucketPolicy"), place, bucket, more), 612, 0);
  }

  Call getObject(Place place, String bucket, String key, int size) {
    return additional(object(Call.read("s3", "GetObject"), place, bucket, key), 0, size);
  }

  Call putObject(Place place, String bucket, String key, int size) {
    return additional(object(Call.write("s3", "PutObject"), place, bucket, key), size, 0);
  }

  Call listObjects(Place place, String bucket, String prefix) {
    Doc more = Doc.of("list-type", "2", "prefix", prefix, "encoding-type", "url");
    return additional(
            bucket(Call.read("s3", "ListObjects"), place, bucket, more), 0, dice.between(900, 9000))
        .data();
  }

  private static Call object(Call call, Place place, String bucket, String key) {
    Doc request = Doc.of("bucketName", bucket, "Host", host(place, bucket), "key", key);
    return call.with("requestParameters", request)
        .data()
        .on(
            Doc.of("type", "AWS::S3::Object", "ARN", "arn:aws:s3:::" + bucket + "/" + key),
            Call.resource(place.account(), "AWS::S3::Bucket", "arn:aws:s3:::" + bucket));
  }

  private static Call bucket(Call call, Place place, String bucket, Doc more) {
    Doc request = Doc.of("bucketName", bucket, "Host", host(place, bucket));
    return call.with("requestParameters", request.with(more))
        .on(Call.resource(place.account(), "AWS::S3::Bucket", "arn:aws:s3:::" + bucket));
  }

  private Call additional(Call call, int in, int out) {
    return call.additionally(
        Doc.of("SignatureVersion", "SigV4")
            .with("CipherSuite", "TLS_AES_128_GCM_SHA256")
            .with("bytesTransferredIn", in)
            .with("AuthenticationMethod", "AuthHeader")
            .with("x-amz-id-2", dice.alphanumeric(75) + "=")
            .with("bytesTransferredOut", out));
  }

  private static String host(Place place, String bucket) {
    return bucket + ".s3." + place.region() + ".amazonaws.com";
  }
}
