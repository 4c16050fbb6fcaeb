package io.trailhouse.event;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who acted, and in which account: the one place where that is read out of a record. Rules,
/// watches, routes, retention, search and everything that groups by a principal or an account ask
/// here, so that one record has one answer. All texts are empty where the record does not tell, and
/// may be hostile.
///
/// @param principal the ARN of who acted; else the ARN of the role behind the session, the user's
///   name, the principal's id, the Identity Center user's id, the service, the caller's account
/// @param actor the principal without its session: a thousand sessions of one role are one actor
/// @param role the ARN of the role behind a session; empty for everybody else
/// @param sessionName the name of a role's session
/// @param sourceIdentity what STS calls SourceIdentity
/// @param account the account that received the event, else the one of the identity, else the one
///   of the log file
/// @param accessKey the id of the access key
/// @param names every name that the record has for who acted, the principal first
public record EventIdentity(
    String principal,
    String actor,
    String role,
    String sessionName,
    String sourceIdentity,
    String account,
    String accessKey,
    List<String> names) {

  /// The names of who acted, best first; an issuer counts when it is a role.
  public static final List<IdentityPart> PRINCIPALS =
      List.of(
          IdentityPart.ARN,
          IdentityPart.ISSUER_ARN,
          IdentityPart.USER_NAME,
          IdentityPart.PRINCIPAL_ID,
          IdentityPart.BEHALF_USER,
          IdentityPart.INVOKED_BY,
          IdentityPart.ACCOUNT);

  /// Where a record tells the account, best first; behind them comes the log file's.
  public static final List<IdentityPart> ACCOUNTS =
      List.of(IdentityPart.RECIPIENT_ACCOUNT, IdentityPart.ACCOUNT, IdentityPart.ISSUER_ACCOUNT);

  /// What S3 writes for the account of somebody who has not signed in.
  public static final String ANONYMOUS = "ANONYMOUS_PRINCIPAL";

  /// What tells the ARN of a role from those of users.
  public static final String OF_ROLE = ":role/";

  /// What an ARN has before the name in it, which is the one group. Also a regular expression of
  /// RE2.
  public static final String NAME_IN_ARN =
      "^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:assumed-role|federated-user|user|role)/)?(.+)$";

  /// Characters that count as blank at both ends of a name: what Unicode or Java calls white space.
  /// One set for records, rows and SQL.
  public static final String BLANKS =
      "\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003"
          + "\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

  private static final Pattern NAMED = Pattern.compile(NAME_IN_ARN, Pattern.DOTALL);
  private static final Pattern ROOT = Pattern.compile("arn:[^:]*:iam::([^:]*):root");
  private static final Pattern SESSION =
      Pattern.compile("arn:([^:]*):sts::([^:]*):assumed-role/([^/]+)(?:/.*)?", Pattern.DOTALL);
  private static final Pattern ROLE =
      Pattern.compile("arn:([^:]*):iam::([^:]*):role/(?:.*/)?([^/]+)", Pattern.DOTALL);
  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
  private static final String SESSION_OF_ROLE = ":assumed-role/";

  /// What the unique ids of roles begin with (IAM user guide, "IAM identifiers").
  private static final String ROLE_ID = "AROA";

  private static final List<IdentityPart> NAMES =
      List.of(
          IdentityPart.ARN,
          IdentityPart.ISSUER_ARN,
          IdentityPart.USER_NAME,
          IdentityPart.PRINCIPAL_ID,
          IdentityPart.ISSUER_PRINCIPAL_ID,
          IdentityPart.BEHALF_USER,
          IdentityPart.INVOKED_BY);

  /// Gives the text of a member; null or empty where there is none.
  @FunctionalInterface
  public interface Parts {
    @Nullable String text(IdentityPart part);
  }

  /// Who acted in a record.
  public static EventIdentity of(EventView event) {
    return of(new IdentityReader(event), event.file().account());
  }

  /// The same from wherever the members stand.
  ///
  /// @param fileAccount the account of the log file; null when it is not known
  public static EventIdentity of(Parts parts, @Nullable String fileAccount) {
    String principal = principal(parts);
    String arn = text(parts, IdentityPart.ARN);
    String id = text(parts, IdentityPart.PRINCIPAL_ID);
    String role = role(parts, arn);
    String actor = withoutSession(principal);
    Set<String> names = new LinkedHashSet<>(List.of(principal, actor, role));
    NAMES.forEach(each -> names.add(text(parts, each)));
    names.add(roleArn(arn));
    names.add(id.startsWith(ROLE_ID) ? withoutSession(id) : "");
    names.remove("");
    return new EventIdentity(
        principal,
        actor,
        role,
        sessionName(arn, id),
        text(parts, IdentityPart.SOURCE_IDENTITY),
        account(parts, fileAccount),
        text(parts, IdentityPart.ACCESS_KEY),
        List.copyOf(names));
  }

  /// The account of a record alone, for whoever asks for nothing else.
  public static String account(EventView event) {
    String recipient = event.scalar(EventField.RECIPIENT_ACCOUNT_ID);
    return recipient != null && isNamed(recipient)
        ? named(recipient)
        : account(new IdentityReader(event), event.file().account());
  }

  /// The same from wherever the members stand.
  public static String account(Parts parts, @Nullable String fileAccount) {
    for (IdentityPart part : ACCOUNTS) {
      String account = parts.text(part);
      if (account != null && isNamed(account)) {
        return named(account);
      }
    }
    return fileAccount == null ? "" : fileAccount;
  }

  /// Whether one of the members of [#ACCOUNTS] names an account with this text, so that none behind
  /// it is asked.
  public static boolean isNamed(String account) {
    String named = named(account);
    return !named.isEmpty() && !named.equals(ANONYMOUS);
  }

  /// A name as it counts: without [#BLANKS] at its ends, and empty when it holds half a surrogate
  /// pair, which fits no column.
  private static String named(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && BLANKS.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && BLANKS.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return hasHalf(text, from, to) ? "" : text.substring(from, to);
  }

  private static boolean hasHalf(String text, int from, int to) {
    for (int at = from; at < to; at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        boolean whole =
            at + 1 < to && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
        if (!whole) {
          return true;
        }
        at++;
      }
    }
    return false;
  }

  /// Whether an account can have this id: twelve digits, as AWS gives them.
  public static boolean isAccountId(String text) {
    return ACCOUNT_ID.matcher(text).matches();
  }

  private static String principal(Parts parts) {
    for (IdentityPart part : PRINCIPALS) {
      String name = text(parts, part);
      boolean counts = part != IdentityPart.ISSUER_ARN || name.contains(OF_ROLE);
      if (counts && !name.isEmpty()) {
        return name;
      }
    }
    return "";
  }

  private static String role(Parts parts, String arn) {
    String issuer = text(parts, IdentityPart.ISSUER_ARN);
    if (issuer.contains(OF_ROLE)) {
      return issuer;
    }
    return arn.contains(SESSION_OF_ROLE) ? withoutSession(arn) : "";
  }

  /// The role's ARN as the ARN of its session tells it: without the role's path, which that does
  /// not have; empty when it is no session's.
  private static String roleArn(String arn) {
    Matcher session = SESSION.matcher(arn);
    return session.matches()
        ? "arn:%s:iam::%s:role/%s".formatted(session.group(1), session.group(2), session.group(3))
        : "";
  }

  /// What the ARN of each session of a role has before the session's name, whatever the role's path
  /// is; empty when this is no role's ARN.
  public static String sessionsOf(String role) {
    Matcher named = ROLE.matcher(role);
    return named.matches()
        ? "arn:%s:sts::%s:assumed-role/%s".formatted(named.group(1), named.group(2), named.group(3))
        : "";
  }

  private static String sessionName(String arn, String id) {
    if (arn.contains(SESSION_OF_ROLE)) {
      String role = withoutSession(arn);
      return role.equals(arn) ? "" : arn.substring(role.length() + 1);
    }
    return id.startsWith(ROLE_ID)
        ? id.substring(withoutSession(id).length()).replaceFirst(":", "")
        : "";
  }

  /// A principal's name without the name of a session: of an assumed role the ARN up to the role's
  /// name, of a role's unique id what stands before the colon.
  public static String withoutSession(String principal) {
    int end = -1;
    int role = principal.indexOf(SESSION_OF_ROLE);
    if (role >= 0) {
      end = principal.indexOf('/', role + SESSION_OF_ROLE.length());
    } else if (principal.startsWith(ROLE_ID)) {
      end = principal.indexOf(':');
    }
    return end < 0 ? principal : principal.substring(0, end);
  }

  /// A principal as people say it: of an ARN role and session, or the user; the root user by its
  /// name, since an account number says nothing of how grave that is; otherwise itself.
  public static String shortName(String principal) {
    Matcher root = ROOT.matcher(principal);
    if (root.matches()) {
      return "the root user of " + root.group(1);
    }
    Matcher named = NAMED.matcher(principal);
    return named.matches() ? named.group(1) : principal;
  }

  private static String text(Parts parts, IdentityPart part) {
    String text = parts.text(part);
    return text == null ? "" : named(text);
  }
}
