package io.trailhouse.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clause V13 of docs/spec/integrity.md.
class DigestFileTest {
  private static final String GOOD_ENTRY =
      "{'s3Bucket':'b','s3Object':'o','hashValue':'ab','hashAlgorithm':'SHA-256'}";

  private static final String GOOD =
      "{'digestStartTime':'2026-05-01T09:00:00Z','digestEndTime':'2026-05-01T10:00:00Z',"
          + "'digestPublicKeyFingerprint':'f','digestS3Bucket':'b','digestS3Object':'o',"
          + "'previousDigestSignature':null,'logFiles':["
          + GOOD_ENTRY
          + "]}";

  private static DigestFile read(String text) throws IOException {
    return DigestFile.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsWholeIsRead() throws IOException {
    assertThat(read(GOOD).logFiles()).hasSize(1);
    assertThat(read(GOOD.replace("'2026-05-01T09:00:00Z'", "null")).start()).isNull();
    assertThat(read(GOOD.replace(GOOD_ENTRY, "")).logFiles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'s3Bucket'|null,{'s3Bucket'|entry 1 of its logFiles is not valid",
        "'SHA-256'}|'SHA-256'},7|entry 2 of its logFiles is not valid",
        "'SHA-256'}|'SHA-256'},[]|entry 2 of its logFiles is not valid",
        "'hashValue':'ab'|'hashValue':null|its hashValue is no text",
        "'hashValue':'ab'|'hash':'ab'|its hashValue is no text",
        "'s3Object':'o'|'s3Object':{}|its s3Object is no text",
        "'logFiles':[|'logFiles':null,'x':[|its logFiles is no list",
        "'logFiles':[|'logFiles':{},'x':[|its logFiles is no list",
        "'logFiles':[|'logFiles':'none','x':[|its logFiles is no list",
        "'logFiles':[|'logfiles':[|it has no logFiles",
        "'logFiles':[|'logFiles':[],'logFiles':[|it is no JSON",
        "T10:00:00Z'|T25:00:00Z'|its digestEndTime is no time",
        "T09:00:00Z'|'|its digestStartTime is no time",
        "]}|]} {}|something follows its end",
        "]}|]|its JSON ends too early"
      })
  void whatCannotBeReadToItsLastEntryIsNoDigest(String good, String bad, String reason) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
        .isInstanceOfSatisfying(
            IOException.class,
            problem -> assertThat(io.trailhouse.problem.FileReason.of(problem)).startsWith(reason));
  }
}
