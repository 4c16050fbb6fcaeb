package io.trailhouse.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.destination.Failure;
import io.trailhouse.destination.NotDelivered;
import io.trailhouse.testkit.MailDouble;
import io.trailhouse.testkit.MailDouble.Tls;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail by a server on loopback that speaks STARTTLS and asks for a login.
class MailNotifierTest {
  private static final String PASSWORD = "correct horse";
  private static final List<String> TO = List.of("soc@acme.example", "lead@acme.example");

  @TempDir static Path folder;

  private static Destination.Mail mail(URI url, String password, Destination.StartTls startTls) {
    return new Destination.Mail(
        new Destination.MailServer(
            url,
            password == null ? null : "trailhouse",
            password == null ? null : Secret.of(password),
            startTls),
        "Trailhouse <trailhouse@acme.example>",
        TO);
  }

  private static MailNotifier notifier(Destination.Mail mail, @Nullable SSLContext trust) {
    return new MailNotifier(
        mail,
        Duration.ofSeconds(3),
        trust == null ? io.trailhouse.http.Tls.DEFAULTS : io.trailhouse.http.Tls.of(trust));
  }

  private static AlertMessage message() {
    return SampleFindings.message(
        AlertSpec.of("soc", new Destination.Sns("t")), SampleFindings.finding(1));
  }

  private static Failure failure(Notifier notifier) {
    NotDelivered thrown = catchThrowableOfType(NotDelivered.class, () -> notifier.send(message()));
    assertThat(thrown).isNotNull();
    assertThat(thrown.reason()).doesNotContain(PASSWORD, "wrong horse");
    return thrown.failure();
  }

  private static MimeMessage parsed(MailDouble.Mail mail) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(mail.data()));
  }

  @Test
  void aMailHasTextPageAndEventsAndTheIdOfItsAlert() throws Exception {
    try (MailDouble server = new MailDouble(folder, Tls.STARTTLS, PASSWORD)) {
      Destination.Mail mail = mail(server.url(), PASSWORD, Destination.StartTls.REQUIRED);
      AlertMessage message = message();
      notifier(mail, server.trust()).send(message);
      notifier(mail, server.trust()).send(message);
      assertThat(server.mails()).hasSize(2);
      assertThat(server.mails().get(0).to()).isEqualTo(TO);
      assertThat(server.mails().get(0).from()).isEqualTo("trailhouse@acme.example");
      MimeMessage first = parsed(server.mails().get(0));
      assertThat(first.getMessageID()).isEqualTo("<" + message.id() + "@alerts.trailhouse>");
      assertThat(parsed(server.mails().get(1)).getMessageID()).isEqualTo(first.getMessageID());
      assertThat(first.getSubject()).isEqualTo(message.title());
      assertThat(first.getSentDate().toInstant()).isEqualTo(message.written());
      assertThat(first.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      Multipart parts = (Multipart) first.getContent();
      Multipart bodies = (Multipart) parts.getBodyPart(0).getContent();
      assertThat(bodies.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
          .isEqualTo(message.text());
      assertThat(bodies.getBodyPart(1).getContentType()).startsWith("text/html");
      assertThat(parts.getBodyPart(1).getFileName()).endsWith(".json");
      JsonNode events =
          new ObjectMapper().readTree(parts.getBodyPart(1).getInputStream().readAllBytes());
      assertThat(events.get(0).path("event").path("eventID").asText()).isEqualTo("event-1");
    }
  }

  @Test
  void aConnectionMayBeEncryptedFromItsFirstByte() throws Exception {
    try (MailDouble server = new MailDouble(folder, Tls.FROM_THE_FIRST_BYTE, PASSWORD)) {
      notifier(mail(server.url(), PASSWORD, Destination.StartTls.REQUIRED), server.trust())
          .send(message());
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void aWrongPasswordWaitsToBeFixed() {
    try (MailDouble server = new MailDouble(folder, Tls.STARTTLS, PASSWORD)) {
      Failure failure =
          failure(
              notifier(
                  mail(server.url(), "wrong horse", Destination.StartTls.REQUIRED),
                  server.trust()));
      assertThat(failure.isPassing()).isTrue();
      assertThat(failure.hope()).isEqualTo(Failure.Hope.WHEN_MENDED);
      assertThat(failure.reason()).contains("login");
      assertThat(server.mails()).isEmpty();
    }
  }

  /// A21: of a refusal only the codes are told, whatever the server quotes.
  @Test
  void theWordsOfAServerAreNotRepeated() {
    String base64 = Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));
    Map.of(
            "535 5.7.8 bad trailhouse:" + PASSWORD + " " + base64 + "\n",
            "the mail server refuses the login (535 5.7.8)",
            "535-bad " + base64,
            "the mail server refuses the login (535)",
            base64,
            "the mail server refuses the login",
            "535 5.7.8.99999999 " + base64,
            "the mail server refuses the login (535)")
        .forEach((said, told) ->
            assertThat(MailFailure.of(new AuthenticationFailedException(said)))
                .isEqualTo(Failure.untilFixed(told)));
    assertThat(MailFailure.of(new MessagingException(base64, new IOException(PASSWORD))).reason())
        .isEqualTo("the mail was not sent: the connection failed: MessagingException");
  }

  @Test
  void withoutEncryptionNothingIsSentWhereItIsRequired() throws Exception {
    try (MailDouble server = new MailDouble(folder, Tls.NONE, null)) {
      Failure failure =
          failure(notifier(mail(server.url(), null, Destination.StartTls.REQUIRED), null));
      assertThat(failure.isPassing()).isTrue();
      assertThat(failure.reason()).contains("STARTTLS");
      assertThat(server.mails()).isEmpty();
      notifier(mail(server.url(), null, Destination.StartTls.OPTIONAL), null).send(message());
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() {
    try (MailDouble server = new MailDouble(folder, Tls.STARTTLS, PASSWORD)) {
      Failure failure =
          failure(notifier(mail(server.url(), PASSWORD, Destination.StartTls.OPTIONAL), null));
      assertThat(failure.isPassing()).isTrue();
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() {
    try (MailDouble server = new MailDouble(folder, Tls.STARTTLS, PASSWORD)) {
      URI other = URI.create(server.url().toString().replace("localhost", "127.0.0.2"));
      Failure failure =
          failure(notifier(mail(other, PASSWORD, Destination.StartTls.REQUIRED), server.trust()));
      assertThat(failure.isPassing()).isTrue();
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void oneAddressThatIsRefusedDoesNotKeepTheMailFromTheOthers() throws Exception {
    try (MailDouble server = new MailDouble(folder, Tls.STARTTLS, PASSWORD)) {
      Destination.Mail mail = mail(server.url(), PASSWORD, Destination.StartTls.REQUIRED);
      server.refuseAddress("lead@acme.example", 550);
      notifier(mail, server.trust()).send(message());
      assertThat(server.mails().get(0).to()).containsExactly("soc@acme.example");
      server.refuseAddress("soc@acme.example", 550);
      Failure none = failure(notifier(mail, server.trust()));
      assertThat(none.isPassing()).isTrue();
      assertThat(none.hope()).isEqualTo(Failure.Hope.WHEN_MENDED);
      server.refuseAddress("soc@acme.example", 450);
      assertThat(failure(notifier(mail, server.trust())).hope()).isEqualTo(Failure.Hope.SOON);
    }
  }

  @Test
  void aBusyServerIsAskedAgainAndAFinalRefusalIsFinal() {
    try (MailDouble server = new MailDouble(folder, Tls.STARTTLS, PASSWORD)) {
      Notifier notifier =
          notifier(mail(server.url(), PASSWORD, Destination.StartTls.REQUIRED), server.trust());
      server.refuseMails(451);
      assertThat(failure(notifier).isPassing()).isTrue();
      server.refuseMails(552);
      assertThat(failure(notifier).isPassing()).isFalse();
    }
  }

  @Test
  void aServerThatIsDownOrSilentIsWorthARetry() throws IOException {
    URI url;
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      url = URI.create("smtp://127.0.0.1:" + silent.getLocalPort());
      Destination.Mail mail = mail(url, PASSWORD, Destination.StartTls.REQUIRED);
      Failure failure =
          failure(new MailNotifier(mail, Duration.ofMillis(300), io.trailhouse.http.Tls.DEFAULTS));
      assertThat(failure.isPassing()).isTrue();
    }
    Failure failure = failure(notifier(mail(url, PASSWORD, Destination.StartTls.REQUIRED), null));
    assertThat(failure.isPassing()).isTrue();
    assertThat(failure.hope()).isEqualTo(Failure.Hope.SOON);
  }

  @Test
  void hostileTextsAddNoHeaderAndNoMarkup() throws Exception {
    try (MailDouble server = new MailDouble(folder, Tls.STARTTLS, PASSWORD)) {
      Destination.Mail mail = mail(server.url(), PASSWORD, Destination.StartTls.REQUIRED);
      AlertMessage message =
          SampleFindings.message(
              AlertSpec.of(SampleFindings.HOSTILE, mail),
              SampleFindings.hostile("{\"a\":\"" + "x".repeat(200_000) + "\"}"));
      notifier(mail, server.trust()).send(message);
      String data = new String(server.mails().get(0).data(), StandardCharsets.UTF_8);
      assertThat(server.mails().get(0).to()).isEqualTo(TO);
      assertThat(data.lines()).as("RFC 5321, 4.5.3.1.6").allMatch(line -> line.length() <= 998);
      assertThat(data.substring(0, data.indexOf("\r\n\r\n"))).doesNotContain("\r\nBcc");
      MimeMessage parsed = parsed(server.mails().get(0));
      assertThat(MimeUtility.decodeText(parsed.getSubject()))
          .startsWith("[CRITICAL] <script>")
          .doesNotContain("\r", "\n", "\u202E");
      Multipart parts = (Multipart) parsed.getContent();
      Multipart bodies = (Multipart) parts.getBodyPart(0).getContent();
      assertThat(bodies.getBodyPart(1).getContent().toString())
          .doesNotContain("<script", "<!channel", "\u202E");
      JsonNode events =
          new ObjectMapper().readTree(parts.getBodyPart(1).getInputStream().readAllBytes());
      assertThat(events.get(0).path("event").path("a").asText()).hasSize(200_000);
    }
  }
}
