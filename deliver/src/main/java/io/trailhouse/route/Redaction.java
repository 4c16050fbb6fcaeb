package io.trailhouse.route;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What stands in a redacted value's place.
public sealed interface Redaction {
  String of(String text);

  /// The same for every value.
  record Mask() implements Redaction {
    static final String TEXT = "***";

    @Override
    public String of(String text) {
      return TEXT;
    }
  }

  /// A keyed hash: equal values stay equal, and without the key nobody can try values out. The
  /// first 32 hexadecimal digits of HMAC-SHA-256.
  final class Hash implements Redaction {
    private final SecretKeySpec key;

    public Hash(String key) {
      this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    @Override
    public String of(String text) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, 32);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has HmacSHA256", e);
      }
    }
  }
}
