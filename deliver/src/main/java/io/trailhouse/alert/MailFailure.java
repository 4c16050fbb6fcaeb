package io.trailhouse.alert;

import io.trailhouse.destination.Failure;
import io.trailhouse.http.ConnectionFailure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// What a mail server's refusal means. Of what it says only the reply code and the enhanced status
/// code (RFC 3463) are told: its words may repeat the login.
final class MailFailure {
  private static final int PERMANENT = 500;
  private static final int MAILBOX_UNKNOWN = 550;

  /// RFC 5321, 4.2, with the code of RFC 2034 behind the reply code.
  private static final Pattern REPLY =
      Pattern.compile("^([2-5][0-9]{2})(?:[ -]+([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?![0-9.]))?");

  private MailFailure() {}

  static Failure of(MessagingException failure) {
    if (failure instanceof AuthenticationFailedException) {
      return Failure.untilFixed("the mail server refuses the login" + codes(failure));
    }
    int code = code(failure);
    if (code == 0) {
      return Failure.again("the mail was not sent: " + words(failure));
    }
    if (code < PERMANENT) {
      return Failure.again("the mail server does not take the mail now" + codes(failure));
    }
    boolean message = failure instanceof SMTPSendFailedException && code > MAILBOX_UNKNOWN;
    return message && !isAboutAddresses(code)
        ? Failure.never("the mail server refuses the mail" + codes(failure))
        : Failure.untilFixed("the mail server refuses sender or addresses" + codes(failure));
  }

  /// 551 and 553: the mailbox is elsewhere or its name is not allowed.
  private static boolean isAboutAddresses(int code) {
    return code == 551 || code == 553;
  }

  private static String words(MessagingException failure) {
    if (String.valueOf(failure.getMessage()).contains("STARTTLS is required")) {
      return "the server does not offer STARTTLS";
    }
    return ConnectionFailure.words(failure);
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

  /// ` (550 5.1.1)`, from the failure whose code counts; empty when the server said none.
  private static String codes(MessagingException failure) {
    int counting = code(failure);
    for (Exception each = failure; each != null; each = next(each)) {
      Matcher reply = REPLY.matcher(String.valueOf(each.getMessage()));
      if (reply.find() && (counting == 0 || Integer.parseInt(reply.group(1)) == counting)) {
        String status = reply.group(2);
        return " (" + reply.group(1) + (status == null ? "" : " " + status) + ")";
      }
    }
    return counting == 0 ? "" : " (" + counting + ")";
  }

  private static @Nullable Exception next(Exception each) {
    return each instanceof MessagingException failure ? failure.getNextException() : null;
  }
}
