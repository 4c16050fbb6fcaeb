package io.trailhouse.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A trail with digest files that are signed as CloudTrail signs them, by keys of our own; changed
/// as a test likes and written where it likes.
public final class SignedTrail {
  public static final String BUCKET = "acme-trail";
  public static final String ACCOUNT = "111122223333";
  public static final String REGION = "us-east-2";
  public static final String TRAIL = "my_trail.of-all";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// Objects by their keys, in the order of keys.
  public final Map<String, byte[]> objects = new TreeMap<>();

  /// User metadata of objects.
  public final Map<String, Map<String, String>> metadata = new LinkedHashMap<>();

  /// The keys of standard digests, oldest first.
  public final List<String> digests = new ArrayList<>();

  /// The keys of log files, oldest first.
  public final List<String> logFiles = new ArrayList<>();

  private final Map<String, byte[]> publicKeys = new LinkedHashMap<>();
  private final Random dice = new Random(5);
  private KeyPair key;
  private @Nullable String previous;
  private @Nullable String previousSignature;
  private @Nullable String previousHash;

  public SignedTrail() {
    this.key = newKey(true);
  }

  /// From here on digests are signed with another key.
  ///
  /// @param pkcs1 whether its public part is told as PKCS#1, as CloudTrail does, or as X.509
  public void rotate(boolean pkcs1) {
    key = newKey(pkcs1);
  }

  private KeyPair newKey(boolean pkcs1) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair made = generator.generateKeyPair();
      byte[] x509 = made.getPublic().getEncoded();
      // the last 270 bytes of a 2048 bit key are its PKCS#1 form
      publicKeys.put(
          fingerprint(made),
          pkcs1 ? Arrays.copyOfRange(x509, x509.length - 270, x509.length) : x509);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fingerprint(KeyPair pair) {
    return sha256(pair.getPublic().getEncoded()).substring(0, 32);
  }

  /// An hour with some log files and the digest that lists them.
  public void hour(Instant start, int files) {
    List<String> listed = new ArrayList<>();
    for (int number = 0; number < files; number++) {
      Instant at = start.plusSeconds(60L + 300L * number);
      String name = TrailObjects.key("AWSLogs/", ACCOUNT, REGION, at, dice);
      objects.put(name, TrailObjects.file(TrailObjects.ids(3, dice), ACCOUNT, REGION, at));
      logFiles.add(name);
      listed.add(name);
    }
    digests.add(digest(start, listed, false));
  }

  /// The next digest begins a chain of its own, as after logging was stopped.
  public void restart() {
    previous = null;
    previousSignature = null;
    previousHash = null;
  }

  /// A log file that no standard digest lists, and the backfill digest that does.
  public String backfill(Instant start) {
    String name = TrailObjects.key("AWSLogs/", ACCOUNT, REGION, start.plusSeconds(90), dice);
    objects.put(name, TrailObjects.file(TrailObjects.ids(2, dice), ACCOUNT, REGION, start));
    String before = previous;
    String signature = previousSignature;
    String hash = previousHash;
    restart();
    String digest = digest(start, List.of(name), true);
    previous = before;
    previousSignature = signature;
    previousHash = hash;
    return digest;
  }

  private String digest(Instant start, List<String> listed, boolean backfill) {
    Instant end = start.plusSeconds(3600);
    String name =
        "AWSLogs/%s/CloudTrail-Digest/%s/%s/%s_CloudTrail-Digest_%s_%s_us-east-1_%s%s.json.gz"
            .formatted(
                ACCOUNT,
                REGION,
                DAY.format(end),
                ACCOUNT,
                REGION,
                TRAIL,
                SECOND.format(end),
                backfill ? "_backfill" : "");
    byte[] plain = json(start, end, name, listed).getBytes(StandardCharsets.UTF_8);
    String hash = sha256(plain);
    String text =
        String.join(
            "\n",
            end.toString(),
            BUCKET + "/" + name,
            hash,
            previousSignature == null ? "null" : previousSignature);
    String signature = sign(text);
    objects.put(name, TrailObjects.gzip(plain));
    metadata.put(name, Map.of("signature", signature, "signature-algorithm", "SHA256withRSA"));
    previous = name;
    previousHash = hash;
    previousSignature = signature;
    return name;
  }

  private String json(Instant start, Instant end, String name, List<String> listed) {
    return """
    {"awsAccountId":"%s","digestStartTime":"%s","digestEndTime":"%s","digestS3Bucket":"%s",\
    "digestS3Object":"%s","digestPublicKeyFingerprint":"%s",\
    "digestSignatureAlgorithm":"SHA256withRSA","newestEventTime":null,"oldestEventTime":null,\
    "previousDigestS3Bucket":%s,"previousDigestS3Object":%s,"previousDigestHashValue":%s,\
    "previousDigestHashAlgorithm":%s,"previousDigestSignature":%s,"logFiles":[%s]}\
    """
        .formatted(
            ACCOUNT,
            start,
            end,
            BUCKET,
            name,
            fingerprint(key),
            quoted(previous == null ? null : BUCKET),
            quoted(previous),
            quoted(previousHash),
            quoted(previous == null ? null : "SHA-256"),
            quoted(previousSignature),
            String.join(",", listed.stream().map(this::entry).toList()));
  }

  private String entry(String file) {
    return "{\"s3Bucket\":\"%s\",\"s3Object\":\"%s\",\"hashValue\":\"%s\",\"hashAlgorithm\":\"SHA-256\"}"
        .formatted(BUCKET, file, sha256(unzipped(objects.get(file))));
  }

  /// Signs a text with the key that is in use.
  public String sign(String text) {
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key.getPrivate());
      signer.update(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }

  /// The SHA-256 of bytes as lower-case hex.
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a gzip file holds.
  public static byte[] unzipped(byte @Nullable [] packed) {
    try (java.util.zip.GZIPInputStream in =
        new java.util.zip.GZIPInputStream(
            new java.io.ByteArrayInputStream(java.util.Objects.requireNonNull(packed)))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Puts another content under a key.
  public void replace(String name, byte[] plain) {
    objects.put(name, TrailObjects.gzip(plain));
  }

  /// The answer of `aws cloudtrail list-public-keys`.
  public String keysJson() {
    StringBuilder json = new StringBuilder("{\"PublicKeyList\":[");
    publicKeys.forEach((fingerprint, der) ->
        json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
            .append(
                "{\"Value\":\"%s\",\"ValidityStartTime\":1700000000.0,\"ValidityEndTime\":1900000000.0,\"Fingerprint\":\"%s\"}"
                    .formatted(Base64.getEncoder().encodeToString(der), fingerprint)));
    return json.append("]}").toString();
  }

  /// Writes everything into a folder, and metadata beside it where wanted.
  ///
  /// @return the file with the public keys
  public Path write(Path folder, boolean withMetadata) throws IOException {
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      Path file = folder.resolve(object.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, object.getValue());
      Map<String, String> beside = metadata.get(object.getKey());
      if (withMetadata && beside != null) {
        StringBuilder json = new StringBuilder();
        beside.forEach((name, text) ->
            json.append(json.length() == 0 ? "" : ",")
                .append("\"%s\":\"%s\"".formatted(name, text)));
        Files.writeString(
            folder.resolve(object.getKey() + ".head.json"),
            "{\"ETag\":\"x\",\"Metadata\":{" + json + "}}");
      }
    }
    return Files.writeString(folder.resolve("keys.json"), keysJson());
  }
}
