package io.trailhouse.query;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Trino's functions on bytes that the engine has not. Bytes come and go as hex.
final class Bytes {
  private Bytes() {}

  /// @param function `crc32`, `sha512`, `hmac_sha256` or `utf8`
  /// @param key in hex; only a HMAC has one
  static String answer(String function, String hex, String key) {
    byte[] bytes = HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT));
    try {
      return switch (function) {
        case "crc32" -> {
          CRC32 sum = new CRC32();
          sum.update(bytes);
          yield String.valueOf(sum.getValue());
        }
        case "sha512" -> hex(MessageDigest.getInstance("SHA-512").digest(bytes));
        case "hmac_sha256" -> {
          Mac mac = Mac.getInstance("HmacSHA256");
          byte[] secret = HexFormat.of().parseHex(key.toLowerCase(Locale.ROOT));
          mac.init(new SecretKeySpec(secret, "HmacSHA256"));
          yield hex(mac.doFinal(bytes));
        }
        default -> new String(bytes, StandardCharsets.UTF_8);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(function + " does not work: " + e.getMessage(), e);
    }
  }

  static String normal(String text, String form) {
    return Normalizer.normalize(text, Normalizer.Form.valueOf(form.toUpperCase(Locale.ROOT)));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
