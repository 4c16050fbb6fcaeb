package io.trailhouse.integrity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one digest file says (CloudTrail user guide, "CloudTrail digest file structure"). Texts are
/// kept exactly as they stand in the file, because some of them are part of what is signed.
///
/// @param start of the window of delivery times, as written; null when the member is null
/// @param end of that window
/// @param bucket where CloudTrail delivered this digest
/// @param object its key there
/// @param previousSignature of the previous digest as hex; null in a starting digest
/// @param logFiles what was delivered in the window
public record DigestFile(
    @Nullable String account,
    @Nullable String start,
    String end,
    String bucket,
    String object,
    String fingerprint,
    @Nullable String signatureAlgorithm,
    @Nullable String previousBucket,
    @Nullable String previousObject,
    @Nullable String previousHash,
    @Nullable String previousHashAlgorithm,
    @Nullable String previousSignature,
    List<Listed> logFiles) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final String LOG_FILES = "logFiles";

  /// Without one of these a digest is of no use; a null is allowed where the record allows one.
  private static final List<String> REQUIRED =
      List.of(
          "digestPublicKeyFingerprint",
          "digestS3Bucket",
          "digestS3Object",
          "previousDigestSignature",
          "digestEndTime",
          "digestStartTime",
          LOG_FILES);

  /// A log file as a digest lists it.
  ///
  /// @param hash of its uncompressed bytes as hex
  public record Listed(String bucket, String object, String hash, @Nullable String hashAlgorithm) {}

  /// The content of a digest file as it is stored: of its first gzip member, since what follows is
  /// not signed.
  ///
  /// @throws IOException when it is no gzip file, is damaged, or larger than any digest file
  public static byte[] unpack(InputStream stored) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Unpacked.digest(stored, false, content);
    return content.toByteArray();
  }

  /// Reads the uncompressed bytes of a digest file.
  ///
  /// @throws IOException when it is no digest file, or says anything that cannot be read, be it of
  ///   one log file of many: what was not understood could be what is missing. The message says why
  public static DigestFile read(byte[] json) throws IOException {
    Map<String, @Nullable String> texts = new HashMap<>();
    List<Listed> logFiles = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals(LOG_FILES)) {
          readListed(parser, logFiles);
          texts.put(name, "");
        } else {
          texts.put(name, text(parser, value));
        }
      }
      if (parser.nextToken() != null) {
        throw new IOException("something follows its end");
      }
    }
    requireUsable(texts);
    return new DigestFile(
        texts.get("awsAccountId"),
        texts.get("digestStartTime"),
        required(texts, "digestEndTime"),
        required(texts, "digestS3Bucket"),
        required(texts, "digestS3Object"),
        required(texts, "digestPublicKeyFingerprint"),
        texts.get("digestSignatureAlgorithm"),
        texts.get("previousDigestS3Bucket"),
        texts.get("previousDigestS3Object"),
        texts.get("previousDigestHashValue"),
        texts.get("previousDigestHashAlgorithm"),
        texts.get("previousDigestSignature"),
        List.copyOf(logFiles));
  }

  private static void readListed(JsonParser parser, List<Listed> logFiles) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new IOException("its logFiles is no list");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException(
            "entry %d of its logFiles is not valid".formatted(logFiles.size() + 1));
      }
      logFiles.add(listed(parser));
    }
  }

  private static void requireUsable(Map<String, @Nullable String> texts) throws IOException {
    Set<String> missing = new HashSet<>(REQUIRED);
    missing.removeAll(texts.keySet());
    if (!missing.isEmpty()) {
      throw new IOException("it has no " + String.join(", ", missing.stream().sorted().toList()));
    }
    requireTime(texts, "digestStartTime");
    requireTime(texts, "digestEndTime");
  }

  private static void requireTime(Map<String, @Nullable String> texts, String name)
      throws IOException {
    String time = texts.get(name);
    try {
      if (time != null) {
        Instant.parse(time);
      }
    } catch (DateTimeException e) {
      throw new IOException("its " + name + " is no time", e);
    }
  }

  private static Listed listed(JsonParser parser) throws IOException {
    Map<String, @Nullable String> texts = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      texts.put(name, text(parser, parser.nextToken()));
    }
    return new Listed(
        required(texts, "s3Bucket"),
        required(texts, "s3Object"),
        required(texts, "hashValue"),
        texts.get("hashAlgorithm"));
  }

  private static String required(Map<String, @Nullable String> texts, String name)
      throws IOException {
    String text = texts.get(name);
    if (text == null || text.isEmpty()) {
      throw new IOException("its " + name + " is no text");
    }
    return text;
  }

  /// Empty for what is no text.
  private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
    if (value.isStructStart()) {
      parser.skipChildren();
      return "";
    }
    return value == JsonToken.VALUE_NULL ? null : parser.getText();
  }
}
