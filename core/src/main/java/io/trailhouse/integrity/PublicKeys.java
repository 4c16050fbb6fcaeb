package io.trailhouse.integrity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The public keys that digests are signed with, by their fingerprints. For any number of threads.
///
/// CloudTrail has them as PKCS#1 (`RSAPublicKey`), once as X.509 (`SubjectPublicKeyInfo`): both are
/// read. How a fingerprint is made is not documented, so it is only a name.
public final class PublicKeys {
  private static final JsonFactory JSON = new JsonFactory();

  /// What stands before a PKCS#1 key to make it an X.509 one: the algorithm rsaEncryption.
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private final Map<String, byte[]> known = new ConcurrentHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final KeySource source;

  /// Where keys that are not known yet can be had.
  public interface KeySource {
    /// The keys of a Region around a time, by fingerprint, as DER bytes.
    ///
    /// @throws IOException when they cannot be had now; the message is for people
    Map<String, byte[]> keys(String region, Instant from, Instant to) throws IOException;
  }

  /// @param source [#NONE] to work with the given keys alone
  public PublicKeys(KeySource source) {
    this.source = source;
  }

  /// Knows no keys.
  public static final KeySource NONE = (region, from, to) -> Map.of();

  /// Adds the keys of a file with an answer of `ListPublicKeys`, as the AWS CLI prints it.
  ///
  /// @throws IOException when it is no such file; the message says why
  public void add(Path file) throws IOException {
    int before = known.size();
    try (InputStream in = Files.newInputStream(file);
        JsonParser json = JSON.createParser(in)) {
      String fingerprint = null;
      String value = null;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "Fingerprint".equals(json.currentName())) {
          fingerprint = json.getText();
        } else if (token == JsonToken.VALUE_STRING && "Value".equals(json.currentName())) {
          value = json.getText();
        } else if (token == JsonToken.END_OBJECT && fingerprint != null && value != null) {
          known.put(fingerprint, Base64.getDecoder().decode(value));
          fingerprint = null;
          value = null;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("a key's Value is not base64", e);
    }
    if (known.size() == before) {
      throw new IOException("it holds no keys; make it with aws cloudtrail list-public-keys");
    }
  }

  /// The key's DER bytes; null when nobody has it.
  ///
  /// @param region the one whose digests are checked
  byte @Nullable [] find(String fingerprint, String region, Instant from, Instant to)
      throws IOException {
    byte[] key = known.get(fingerprint);
    if (key == null && asked(fingerprint + region)) {
      known.putAll(source.keys(region, from, to));
      key = known.get(fingerprint);
    }
    return key;
  }

  private synchronized boolean asked(String question) {
    return asked.add(question);
  }

  static PublicKey decode(byte[] der) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    try {
      return factory.generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      return factory.generatePublic(new X509EncodedKeySpec(x509(der)));
    }
  }

  private static byte[] x509(byte[] pkcs1) {
    byte[] bits = new byte[pkcs1.length + 1]; // no unused bits
    System.arraycopy(pkcs1, 0, bits, 1, pkcs1.length);
    return tagged(0x30, joined(RSA, tagged(0x03, bits)));
  }

  private static byte[] tagged(int tag, byte[] content) {
    byte[] length = BigInteger.valueOf(content.length).toByteArray();
    byte[] head =
        content.length < 128
            ? new byte[] {(byte) tag, (byte) content.length}
            : joined(new byte[] {(byte) tag, (byte) (0x80 | length.length)}, length);
    return joined(head, content);
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] all = java.util.Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }
}
