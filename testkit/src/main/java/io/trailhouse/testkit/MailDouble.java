package io.trailhouse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/// A mail server on a port of loopback: STARTTLS with a certificate of its own, a login, and
/// refusals on demand. Keeps what it took.
public final class MailDouble implements AutoCloseable {
  private static final String STORE_PASSWORD = "loopback";

  private final SMTPServer server;
  private final Tls tls;
  private final SSLContext context;
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final Map<String, RejectException> refusedAddresses = new ConcurrentHashMap<>();
  private volatile @Nullable RejectException refusedMails;

  /// How connections are encrypted.
  public enum Tls {
    NONE,
    STARTTLS,
    FROM_THE_FIRST_BYTE
  }

  /// A mail that was taken.
  ///
  /// @param data as it came over the line, header and body
  public record Mail(String from, List<String> to, byte[] data) {}

  /// @param folder for the certificate
  /// @param password of the user `trailhouse`; null when nobody is asked for a login
  public MailDouble(Path folder, Tls tls, @Nullable String password) {
    this.tls = tls;
    this.context = context(folder.resolve("mail.p12"));
    SMTPServer.Builder builder =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("localhost")
            .messageHandlerFactory(about -> new Taking());
    if (tls == Tls.STARTTLS) {
      builder = builder.enableTLS().startTlsSocketFactory(context);
    } else if (tls == Tls.FROM_THE_FIRST_BYTE) {
      builder = builder.serverSocketFactory(context);
    }
    if (password != null) {
      builder =
          builder
              .requireAuth()
              .authenticationHandlerFactory(
                  new EasyAuthenticationHandlerFactory((user, given, about) -> {
                    if (!user.equals("trailhouse") || !given.equals(password)) {
                      throw new LoginFailedException();
                    }
                  }));
    }
    this.server = builder.build();
    server.start();
  }

  public URI url() {
    String scheme = tls == Tls.FROM_THE_FIRST_BYTE ? "smtps" : "smtp";
    return URI.create(scheme + "://localhost:" + server.getPortAllocated());
  }

  /// Trusts this server's certificate.
  public SSLContext trust() {
    return context;
  }

  public List<Mail> mails() {
    return List.copyOf(mails);
  }

  /// Refuses an address from now on.
  public void refuseAddress(String address, int code) {
    refusedAddresses.put(address, new RejectException(code, "not this one"));
  }

  /// Refuses every mail after its last byte from now on; 0 takes them again.
  public void refuseMails(int code) {
    refusedMails = code == 0 ? null : new RejectException(code, "not now");
  }

  @Override
  public void close() {
    server.stop();
  }

  private static SSLContext context(Path store) {
    try {
      if (!Files.exists(store)) {
        makeCertificate(store);
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, STORE_PASSWORD.toCharArray());
      }
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, STORE_PASSWORD.toCharArray());
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(keys);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void makeCertificate(Path store) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "mail",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .inheritIO()
            .start();
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool made no certificate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// One mail on its way in.
  private final class Taking implements MessageHandler {
    private String from = "";
    private final List<String> to = new CopyOnWriteArrayList<>();

    @Override
    public void from(String address) {
      from = address;
    }

    @Override
    public void recipient(String address) throws RejectException {
      RejectException refused = refusedAddresses.get(address);
      if (refused != null) {
        throw refused;
      }
      to.add(address);
    }

    @Override
    public @Nullable String data(InputStream data) throws RejectException, IOException {
      byte[] bytes = data.readAllBytes();
      RejectException refused = refusedMails;
      if (refused != null) {
        throw refused;
      }
      mails.add(new Mail(from, List.copyOf(to), bytes));
      return null;
    }

    @Override
    public void done() {}
  }
}
