package io.trailhouse.login;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Passwords as they are kept: `pbkdf2-sha256$ITERATIONS$SALT$HASH`, salt and hash in Base64. By
/// PBKDF2 with HMAC-SHA-256, whose 600,000 iterations are OWASP's advice of 2023.
public final class Passwords {
  private static final String KIND = "pbkdf2-sha256";
  private static final int ITERATIONS = 600_000;
  private static final int LEAST_ITERATIONS = 100_000;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final Pattern FORM =
      Pattern.compile(
          KIND + "\\$(\\d{1,8})\\$([A-Za-z0-9+/]{16,}={0,2})\\$([A-Za-z0-9+/]{43,}={0,2})");

  private Passwords() {}

  /// What is kept of a password.
  public static String kept(char[] password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder();
    return "%s$%d$%s$%s"
        .formatted(
            KIND,
            ITERATIONS,
            base64.encodeToString(salt),
            base64.encodeToString(hash(password, salt, ITERATIONS, BYTES)));
  }

  /// Whether something is what is kept of some password.
  static boolean isKept(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      return false;
    }
    int iterations = Integer.parseInt(found.group(1));
    return iterations >= LEAST_ITERATIONS && iterations <= MOST_ITERATIONS;
  }

  /// Whether this password was kept so. Takes as long for a wrong one.
  static boolean fits(char[] password, String kept) {
    Matcher found = FORM.matcher(kept);
    if (!found.matches()) {
      return false;
    }
    byte[] hash = Base64.getDecoder().decode(found.group(3));
    byte[] salt = Base64.getDecoder().decode(found.group(2));
    int iterations = Integer.parseInt(found.group(1));
    return MessageDigest.isEqual(hash, hash(password, salt, iterations, hash.length));
  }

  private static byte[] hash(char[] password, byte[] salt, int iterations, int bytes) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, bytes * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      spec.clearPassword();
    }
  }
}
