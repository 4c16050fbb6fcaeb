package io.trailhouse.alert;

import io.trailhouse.destination.NotDelivered;
import io.trailhouse.http.Tls;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends mail by a server that the configuration names: text and page, the events as a file. One
/// connection a mail. A repeat carries the same Message-ID.
public final class MailNotifier implements Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(MailNotifier.class);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final int SMTP_PORT = 587;
  private static final int SMTPS_PORT = 465;

  private final Destination.Mail mail;
  private final Session session;
  private final String protocol;

  public MailNotifier(Destination.Mail mail) {
    this(mail, DEFAULT_TIMEOUT, Tls.DEFAULTS);
  }

  public MailNotifier(Destination.Mail mail, Duration timeout, Tls tls) {
    this.mail = mail;
    this.protocol = String.valueOf(mail.server().url().getScheme()).toLowerCase(Locale.ROOT);
    this.session = Session.getInstance(properties(timeout, tls));
  }

  private Properties properties(Duration timeout, Tls tls) {
    URI url = mail.server().url();
    boolean isTls = protocol.equals("smtps");
    String key = "mail." + protocol + ".";
    Properties properties = new Properties();
    properties.setProperty(key + "host", url.getHost());
    int usualPort = isTls ? SMTPS_PORT : SMTP_PORT;
    properties.setProperty(key + "port", "" + (url.getPort() < 0 ? usualPort : url.getPort()));
    properties.setProperty(key + "auth", "" + (mail.server().user() != null));
    properties.setProperty(key + "starttls.enable", "" + !isTls);
    boolean required = mail.server().startTls() == Destination.StartTls.REQUIRED;
    properties.setProperty(key + "starttls.required", "" + (!isTls && required));
    properties.setProperty(key + "ssl.checkserveridentity", "true");
    properties.setProperty(key + "sendpartial", "true");
    for (String wait : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty(key + wait, Long.toString(timeout.toMillis()));
    }
    SSLSocketFactory sockets = tls.sockets();
    if (sockets != null) {
      properties.put(key + "ssl.socketFactory", sockets);
    }
    return properties;
  }

  @Override
  public void send(AlertMessage message) throws NotDelivered {
    try (Transport transport = session.getTransport(protocol)) {
      MimeMessage mime = mime(message);
      Secret password = mail.server().password();
      transport.connect(mail.server().user(), password == null ? null : password.reveal());
      transport.sendMessage(mime, mime.getAllRecipients());
    } catch (SendFailedException e) {
      Address[] taken = e.getValidSentAddresses();
      if (taken == null || taken.length == 0) {
        throw new NotDelivered(MailFailure.of(e));
      }
      // Said again, the mail would come twice to those who have it.
      LOG.warn("Alert {}: {} of {} addresses", message.id(), taken.length, mail.to().size());
    } catch (MessagingException e) {
      throw new NotDelivered(MailFailure.of(e));
    }
  }

  private MimeMessage mime(AlertMessage message) throws MessagingException {
    MimeMessage mime = new Identified(session, message.id());
    mime.setFrom(address(mail.from()));
    for (String to : mail.to()) {
      mime.addRecipient(Message.RecipientType.TO, address(to));
    }
    mime.setSubject(message.title(), "UTF-8");
    mime.setSentDate(Date.from(message.written()));
    mime.setHeader("Auto-Submitted", "auto-generated");
    mime.setHeader("X-Trailhouse-Alert", message.id());

    MimeBodyPart text = new MimeBodyPart();
    text.setText(message.text(), "UTF-8", "plain");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(message.html(), "UTF-8", "html");
    MimeBodyPart bodies = new MimeBodyPart();
    bodies.setContent(new MimeMultipart("alternative", text, html));

    MimeBodyPart events = new MimeBodyPart();
    byte[] json = message.events().getBytes(StandardCharsets.UTF_8);
    events.setDataHandler(new DataHandler(new ByteArrayDataSource(json, "application/json")));
    events.setHeader("Content-Transfer-Encoding", "base64"); // lines of at most 76 characters
    events.setFileName("events-" + message.id() + ".json");
    mime.setContent(new MimeMultipart("mixed", bodies, events));
    mime.saveChanges();
    return mime;
  }

  /// Whether mail can be addressed so: `security@example.com`, or with a name before it.
  public static boolean isMailbox(String text) {
    try {
      address(text);
      return true;
    } catch (MessagingException e) {
      return false;
    }
  }

  /// An address whose name may have letters of any language.
  private static InternetAddress address(String text) throws MessagingException {
    InternetAddress address = new InternetAddress(text, true);
    try {
      address.setPersonal(address.getPersonal(), "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every Java has UTF-8", e);
    }
    return address;
  }

  /// A mail whose Message-ID is the alert's.
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + "@alerts.trailhouse>");
    }
  }
}
