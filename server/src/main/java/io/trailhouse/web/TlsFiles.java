package io.trailhouse.web;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A certificate and its key, as PEM files.
///
/// @param certificate the server's own first, then those that vouch for it
/// @param key in PKCS #8, without a password
public record TlsFiles(Path certificate, Path key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]+)-----END \\1-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

  /// Both in one store without a password.
  ///
  /// @throws TrailhouseException with CONFIG_INVALID when they cannot be read or do not belong
  ///   together
  KeyStore keys() {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, new char[0]);
      keys.setKeyEntry("trailhouse", privateKey(), new char[0], chain());
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw wrong(
          certificate,
          "the certificate cannot be used with its key: " + FileReason.ofAny(e),
          "Give a certificate in PEM form and the key it was made for",
          e);
    }
  }

  private Certificate[] chain() throws GeneralSecurityException {
    byte[] bytes = read(certificate).getBytes(StandardCharsets.US_ASCII);
    Certificate[] chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))
            .toArray(new Certificate[0]);
    if (chain.length == 0) {
      throw new GeneralSecurityException("there is none in it");
    }
    return chain;
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    Matcher found = KEY.matcher(read(key));
    if (!found.find() || !found.group(1).equals("PRIVATE KEY")) {
      throw wrong(
          key,
          "there is no private key in PKCS #8 form without a password in it",
          "Convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW-KEY",
          null);
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(2)));
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // one of another kind
      }
    }
    throw new GeneralSecurityException("the key is of none of the kinds " + KINDS);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw wrong(
          file,
          "it cannot be read: " + FileReason.of(e),
          "Name a file that this user may read in server.tls",
          e);
    }
  }

  private static TrailhouseException wrong(
      Path file, String problem, String remedy, @Nullable Throwable why) {
    return new TrailhouseException(Code.CONFIG_INVALID, problem, file.toString(), remedy, why);
  }
}
