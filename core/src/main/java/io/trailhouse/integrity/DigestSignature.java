package io.trailhouse.integrity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/// What of a digest file is signed, and how (CloudTrail user guide, "Custom implementations of
/// CloudTrail log file integrity validation").
public final class DigestSignature {
  /// The only algorithm that CloudTrail uses.
  public static final String ALGORITHM = "SHA256withRSA";

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
