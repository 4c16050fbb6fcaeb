package io.trailhouse.serve;

import io.trailhouse.status.Trouble;
import java.util.List;
import java.util.Locale;

/// What somebody can do about what another service says. That service knows the problem; only the
/// configuration knows who named it.
final class Remedies {
  /// The first one whose word stands in the problem counts; `{}` is the key of the configuration.
  private static final List<Remedy> KNOWN =
      List.of(
          new Remedy("nosuchbucket", "Name a bucket that exists in {}, or make it"),
          new Remedy("permanentredirect", "Name the bucket's Region in {}"),
          new Remedy("nonexistentqueue", "Name a queue that exists in {}, or make it"),
          new Remedy("queuedoesnotexist", "Name a queue that exists in {}, or make it"),
          new Remedy(
              "unable to load credentials",
              "Give it credentials where AWS's own tools look for them, or name aws.profile"),
          new Remedy("expiredtoken", "Renew the credentials"),
          new Remedy("invalidaccesskeyid", "Renew the credentials"),
          new Remedy("invalidclienttokenid", "Renew the credentials"),
          new Remedy("unrecognizedclient", "Renew the credentials"),
          new Remedy(
              "signaturedoesnotmatch", "Renew the credentials, and set this machine's clock"),
          new Remedy(
              "assumerole",
              "Let the role's trust policy name these credentials, with the external id of {}"),
          new Remedy("accessdenied", "Allow it in the policy of the role, and of what {} names"),
          new Remedy("access denied", "Allow it in the policy of the role, and of what {} names"),
          new Remedy("not authorized", "Allow it in the policy of the role, and of what {} names"),
          new Remedy("kms", "Allow the key's use in its policy"),
          new Remedy("throttl", "It goes on by itself; fewer readers at once would help"),
          new Remedy("refuses the login", "Fix user and password of {}"),
          new Remedy("certificate", "Let the other side of {} show a certificate that Java trusts"),
          new Remedy("ssl", "Let the other side of {} show a certificate that Java trusts"),
          new Remedy(
              "is not found",
              "Let this machine reach the network and its name service; if the host is of no Region"
                  + " or service that is meant, fix {} or AWS_ENDPOINT_URL"),
          new Remedy("unknownhost", "Fix the host's name in {}, or this machine's name service"),
          new Remedy(
              "not the service",
              "See what answers there, such as a proxy; fix {} or AWS_ENDPOINT_URL"),
          new Remedy(
              "name or service not known",
              "Fix the host's name in {}, or this machine's name service"),
          new Remedy(
              "name of the host", "Fix the host's name in {}, or this machine's name service"),
          new Remedy("answers at its address", "Start what {} names, or fix its address"),
          new Remedy(
              "no answer in time", "Let this machine reach what {} names, or fix its address"),
          new Remedy("refused", "Start what {} names, or fix its address"),
          new Remedy("timed out", "Let this machine reach what {} names, or fix its address"));

  private static final String USUAL = "Fix {} in the configuration, or what it names";

  private record Remedy(String word, String text) {}

  private Remedies() {}

  /// A problem with what to do about it.
  ///
  /// @param key of the configuration that named the other side
  static Trouble of(String key, String problem) {
    String lower = problem.toLowerCase(Locale.ROOT);
    String text =
        KNOWN.stream()
            .filter(remedy -> lower.contains(remedy.word()))
            .map(Remedy::text)
            .findFirst()
            .orElse(USUAL);
    return new Trouble(problem, text.replace("{}", key));
  }
}
