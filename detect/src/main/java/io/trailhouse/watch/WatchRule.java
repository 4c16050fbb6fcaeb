package io.trailhouse.watch;

import io.trailhouse.finding.Finding;
import io.trailhouse.finding.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What every rule says of itself.
///
/// @param id the rule's UUID, or its title where it has no id
/// @param next what a person does about a finding; empty without it
/// @param version a digest of the rule's content; state saved under another version is not restored
public record WatchRule(
    String id,
    String title,
    String description,
    String next,
    Level level,
    List<String> tags,
    String version) {
  /// A finding of this rule.
  ///
  /// @param parts what tells this finding from all others of the rule
  /// @param samples at least one, in the order of their times
  Finding finding(List<String> parts, String headline, List<Sample> samples) {
    Sample last = samples.get(samples.size() - 1);
    return new Finding(
        digest(id, parts),
        id,
        version,
        headline,
        level,
        last.time(),
        last.account(),
        last.region(),
        last.principal(),
        samples.stream().map(Sample::found).toList());
  }

  /// The first 32 hexadecimal digits of the SHA-256 over texts with their lengths, so that no two
  /// lists of texts read the same.
  static String digest(String first, List<String> more) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      add(sha, first);
      more.forEach(text -> add(sha, text));
      return HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest sha, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sha.update(bytes);
  }
}
