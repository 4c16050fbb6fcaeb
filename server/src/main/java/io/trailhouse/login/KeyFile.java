package io.trailhouse.login;

import io.trailhouse.durable.DurableFile;
import io.trailhouse.problem.Causes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secret of a home that sessions and links are signed with: `page/key`, which nobody but its
/// owner can read. Whoever can read it can read the tables too. Without it, in a home that can only
/// be read, the secret lasts as long as the process.
public final class KeyFile {
  private static final int BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private static final FileAttribute<?>[] OWN =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
          }
          : new FileAttribute<?>[0];

  private final byte[] key;

  private KeyFile(byte[] key) {
    this.key = key;
  }

  /// The key of a home; made when there is none.
  public static KeyFile of(Path home) {
    Path file = folder(home).resolve("key");
    try {
      byte[] known = known(file);
      if (known == null) {
        new DurableFile(file).create(random());
        known = known(file); // somebody else's, where two make one at once
      }
      return new KeyFile(known == null ? random() : known);
    } catch (IOException e) {
      throw Causes.unchecked(e, file.toString());
    }
  }

  /// The folder of what the page keeps in a home, which is nobody else's to read.
  private static Path folder(Path home) {
    Path folder = home.resolve("page");
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, OWN);
      }
    } catch (FileAlreadyExistsException e) {
      return folder;
    } catch (IOException e) {
      throw Causes.unchecked(e, folder.toString());
    }
    return folder;
  }

  /// A key that nobody else will ever have.
  public static KeyFile ofThisProcess() {
    return new KeyFile(random());
  }

  private static byte @Nullable [] known(Path file) throws IOException {
    byte[] found = new DurableFile(file).read();
    return found == null || found.length != BYTES ? null : found;
  }

  private static byte[] random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /// A text with its signature, for a cookie or an address.
  ///
  /// @param purpose what it may be used for
  String signed(String purpose, String text) {
    String shown = base64(text.getBytes(StandardCharsets.UTF_8));
    return shown + "." + base64(mac(purpose, shown));
  }

  /// The text that was signed for a purpose; null when it was not.
  @Nullable String opened(String purpose, String signed) {
    int dot = signed.indexOf('.');
    if (dot < 0) {
      return null;
    }
    String shown = signed.substring(0, dot);
    try {
      byte[] given = Base64.getUrlDecoder().decode(signed.substring(dot + 1));
      return MessageDigest.isEqual(given, mac(purpose, shown))
          ? new String(Base64.getUrlDecoder().decode(shown), StandardCharsets.UTF_8)
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private byte[] mac(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal((purpose + "\n" + text).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
