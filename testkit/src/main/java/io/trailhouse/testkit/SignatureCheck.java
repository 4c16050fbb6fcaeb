package io.trailhouse.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Checks a request's signature as AWS does (AWS general reference, "Signature Version 4"): the key
/// must be known, the scope must fit, the date must be near, and each signed header must stand as
/// it was signed.
final class SignatureCheck {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?"
              + "SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final Duration SKEW = Duration.ofMinutes(15);

  private final Function<String, @Nullable String> secrets;

  /// @param secrets the secret of an access key; null for one that nobody has
  SignatureCheck(Function<String, @Nullable String> secrets) {
    this.secrets = secrets;
  }

  /// Who signed, and for which service; null in `error` when all is well.
  record Signed(String accessKey, String region, String service, @Nullable String error) {}

  Signed check(HttpExchange exchange, byte[] body, Instant now) throws GeneralSecurityException {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    Matcher match = AUTHORIZATION.matcher(header);
    if (!match.matches()) {
      return new Signed("", "", "", "MissingAuthenticationToken");
    }
    String key = match.group(1);
    String region = match.group(3);
    String service = match.group(4);
    String secret = secrets.apply(key);
    if (secret == null) {
      return new Signed(key, region, service, "InvalidClientTokenId");
    }
    String date = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Date"));
    Instant signedAt = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
    if (Duration.between(signedAt, now).abs().compareTo(SKEW) > 0) {
      return new Signed(key, region, service, "SignatureDoesNotMatch");
    }
    String scope = String.join("/", match.group(2), region, service, "aws4_request");
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            date,
            scope,
            sha256(canonical(exchange, match.group(5), body)));
    byte[] signing =
        hmac(
            hmac(
                hmac(
                    hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), match.group(2)),
                    region),
                service),
            "aws4_request");
    boolean fits = HexFormat.of().formatHex(hmac(signing, text)).equals(match.group(6));
    return new Signed(key, region, service, fits ? null : "SignatureDoesNotMatch");
  }

  private static byte[] canonical(HttpExchange exchange, String signedHeaders, byte[] body)
      throws GeneralSecurityException {
    Map<String, String> headers = new TreeMap<>();
    for (String name : signedHeaders.split(";", -1)) {
      headers.put(
          name.toLowerCase(Locale.ROOT),
          String.valueOf(exchange.getRequestHeaders().getFirst(name)).strip());
    }
    String query =
        exchange.getRequestURI().getRawQuery() == null
            ? ""
            : Arrays.stream(exchange.getRequestURI().getRawQuery().split("&", -1))
                .sorted()
                .collect(Collectors.joining("&"));
    String lines =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    return String.join(
            "\n",
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            query,
            lines,
            signedHeaders,
            sha256(body))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
