package io.trailhouse.integrity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/// What of a digest file is signed, and how (CloudTrail user guide, "Custom implementations of
/// CloudTrail log file integrity validation").
public final class DigestSignature {
  /// The only algorithm that CloudTrail uses.
  public static final String ALGORITHM = "SHA256withRSA";

  private static final Duration AROUND = Duration.ofHours(2);

  private DigestSignature() {}

  /// The signed text: four lines, with `\n` between them and none at the end.
  ///
  /// @param sha256 of the uncompressed digest as lower-case hex
  public static String text(DigestFile digest, String sha256) {
    return String.join(
        "\n",
        digest.end(),
        digest.bucket() + "/" + digest.object(),
        sha256,
        digest.previousSignature() == null ? "null" : digest.previousSignature());
  }

  /// Checks a digest's signature by itself.
  ///
  /// @param plain the digest, uncompressed
  /// @param hex its signature as hex
  /// @param region whose log files it lists
  /// @throws IOException when the keys cannot be asked for
  public static Verdict check(
      DigestFile digest, byte[] plain, String hex, PublicKeys keys, String region)
      throws IOException {
    Instant end = DigestCheck.time(digest.end());
    byte[] der = keys.find(digest.fingerprint(), region, end.minus(AROUND), end.plus(AROUND));
    return der == null ? Verdict.KEY_UNKNOWN : check(der, text(digest, sha256(plain)), hex);
  }

  static Verdict check(byte[] der, String text, String hex) {
    try {
      return fits(PublicKeys.decode(der), text, hex) ? Verdict.VALID : Verdict.SIGNATURE_FAILED;
    } catch (GeneralSecurityException e) {
      return Verdict.KEY_UNUSABLE;
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Whether a signature is that key's over that text.
  ///
  /// @param hex the signature as hex
  static boolean fits(PublicKey key, String text, String hex) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(ALGORITHM);
    verifier.initVerify(key);
    verifier.update(text.getBytes(StandardCharsets.UTF_8));
    try {
      return verifier.verify(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return false; // no hex, or not as long as the key
    }
  }
}
