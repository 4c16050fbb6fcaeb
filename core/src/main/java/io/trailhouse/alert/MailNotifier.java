package io.trailhouse.alert;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
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
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends mail by a server that the configuration names: text and page, the events as a file. One
/// connection a mail. A repeat carries the same Message-ID.
public final class MailNotifier implements Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(MailNotifier.class);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);
  private static final int SMTP_PORT = 587;
  private static final int SMTPS_PORT = 465;
  private static final int PERMANENT = 500;
  private static final int MAILBOX_UNKNOWN = 550;

  private final Destination.Mail mail;
  private final Session session;
  private final String protocol;

  public MailNotifier(Destination.Mail mail) {
    this(mail, USUAL_TIMEOUT, null);
  }

  /// @param trust whose certificates count; null for those that Java trusts
  public MailNotifier(Destination.Mail mail, Duration timeout, @Nullable SSLSocketFactory trust) {
    this.mail = mail;
    this.protocol = String.valueOf(mail.server().url().getScheme()).toLowerCase(Locale.ROOT);
    this.session = Session.getInstance(properties(timeout, trust));
  }

  private Properties properties(Duration timeout, @Nullable SSLSocketFactory trust) {
    URI url = mail.server().url();
    boolean tls = protocol.equals("smtps");
    String key = "mail." + protocol + ".";
    Properties properties = new Properties();
    properties.setProperty(key + "host", url.getHost());
    int usualPort = tls ? SMTPS_PORT : SMTP_PORT;
    properties.setProperty(key + "port", "" + (url.getPort() < 0 ? usualPort : url.getPort()));
    properties.setProperty(key + "auth", "" + (mail.server().user() != null));
    properties.setProperty(key + "starttls.enable", "" + !tls);
    boolean required = mail.server().startTls() == Destination.StartTls.REQUIRED;
    properties.setProperty(key + "starttls.required", "" + (!tls && required));
    properties.setProperty(key + "ssl.checkserveridentity", "true");
    properties.setProperty(key + "sendpartial", "true");
    for (String wait : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty(key + wait, Long.toString(timeout.toMillis()));
    }
    if (trust != null) {
      properties.put(key + "ssl.socketFactory", trust);
    }
    return properties;
  }

  @Override
  public void send(AlertMessage message) throws NotSent {
    try (Transport transport = session.getTransport(protocol)) {
      MimeMessage mime = mime(message);
      Secret password = mail.server().password();
      transport.connect(mail.server().user(), password == null ? null : password.reveal());
      transport.sendMessage(mime, mime.getAllRecipients());
    } catch (SendFailedException e) {
      Address[] taken = e.getValidSentAddresses();
      if (taken == null || taken.length == 0) {
        throw notSent(e);
      }
      // Said again, the mail would come twice to those who have it.
      LOG.warn("Alert {}: {} of {} addresses", message.id(), taken.length, mail.to().size());
    } catch (MessagingException e) {
      throw notSent(e);
    }
  }

  private NotSent notSent(MessagingException failure) {
    if (failure instanceof AuthenticationFailedException) {
      return NotSent.untilMended("the mail server refuses the login: " + said(failure));
    }
    int code = code(failure);
    if (code < PERMANENT) {
      return NotSent.again("the mail was not taken: " + said(failure), null);
    }
    boolean message = failure instanceof SMTPSendFailedException && code > MAILBOX_UNKNOWN;
    String reason = "the mail server refuses: " + said(failure);
    return message && !isAboutAddresses(code) ? NotSent.never(reason) : NotSent.untilMended(reason);
  }

  /// 551 and 553: the mailbox is elsewhere or its name is not allowed.
  private static boolean isAboutAddresses(int code) {
    return code == 551 || code == 553;
  }

  /// The server's code, of several the least; 0 when it did not come to one.
  private static int code(MessagingException failure) {
    int code = 0;
    for (Exception each = failure; each != null; each = next(each)) {
      int found = codeOf(each);
      code = found > 0 && (code == 0 || found < code) ? found : code;
    }
    return code;
  }

  private static int codeOf(Exception failure) {
    if (failure instanceof SMTPSendFailedException refused) {
      return refused.getReturnCode();
    }
    if (failure instanceof SMTPSenderFailedException sender) {
      return sender.getReturnCode();
    }
    return failure instanceof SMTPAddressFailedException address ? address.getReturnCode() : 0;
  }

  private static @Nullable Exception next(Exception each) {
    return each instanceof MessagingException failure ? failure.getNextException() : null;
  }

  private String said(MessagingException failure) {
    Exception cause = next(failure);
    String text = String.valueOf(failure.getMessage());
    if (cause != null && cause.getMessage() != null && !text.contains(cause.getMessage())) {
      text += " (" + cause.getMessage() + ")";
    }
    Secret password = mail.server().password();
    return password == null ? text : password.hideIn(text);
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
