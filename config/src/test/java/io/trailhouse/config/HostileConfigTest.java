package io.trailhouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clauses C1, C24 and C25 of docs/spec/config.md.
class HostileConfigTest {
  @TempDir private Path folder;

  private List<String> problems(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("t.yaml"), content);
    return ConfigFile.read(file, name -> null).problems().stream()
        .map(problem -> problem.text("t.yaml"))
        .toList();
  }

  private List<String> problems(String content) throws IOException {
    return problems(content.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "!x [", "? "})
  void deepNestingIsAProblemWithItsPlace(String level) throws IOException {
    for (String key : List.of("rules: ", "routes: {a: ", "alerts: ", "x: ", "")) {
      assertThat(problems(key + level.repeat(50_000)))
          .isNotEmpty()
          .allSatisfy(problem -> assertThat(problem).startsWith("t.yaml:1:").hasSizeLessThan(300));
    }
    assertThat(problems("x: " + "[".repeat(50_000)))
        .containsExactly("t.yaml:1:103: the file is nested deeper than 100 levels");
  }

  @Test
  void aByteOrderMarkNamesTheEncoding() throws IOException {
    String text = "\ufeffcommit: {every: 9s}\nserver: {listen: 'für'}\n";
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      assertThat(problems(text.getBytes(charset)))
          .containsExactly(
              "t.yaml:2:18: server.listen: 'für' is no address with a port; one is 127.0.0.1:7070");
    }
  }

  @Test
  void otherEncodingsAreNamedWithTheirPlace() throws IOException {
    assertThat(problems("a: 1\n# für\n".getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly("t.yaml:2:4: the next byte is not UTF-8; save the file as UTF-8");
    assertThat(problems("rules: [x]".getBytes(StandardCharsets.UTF_16LE)))
        .containsExactly("t.yaml:1:2: the character U+0000 is not allowed; save the file as UTF-8");
    assertThat(problems(new byte[] {(byte) 0xfe, (byte) 0xff, 0})).hasSize(1);
    assertThat(problems("rules: [\u001b[2J]"))
        .containsExactly("t.yaml:1:9: the character U+001B is not allowed");
    assertThat(problems(new byte[0])).isEmpty();
    assertThat(problems("x".repeat(4 << 20)))
        .containsExactly("t.yaml:1:1: the file is larger than 3 MiB");
  }

  @Test
  void controlCharactersAndPasswordsInAddressesAreNotShown() throws IOException {
    List<String> problems =
        problems(
            """
            "a\\e[2J\\nb\\u202e": 1
            sources: {q: {s3: 's3://x-y-z/', queue: "https://u:p@ss:wo/rd@h/\\e[31m\\nforged:1:1: x"}}
            alerts:
              m: {smtp: 'smtp://bob:hunter2@mail', from: a@b.c, to: "x\\ty"}
              p: {pagerduty: topsecret, url: 'https://u:hunter2@h h'}
              l: {slack: 'https://u:hunter2@h h', links: 'https://token@h h'}
            routes:
              r: {to: {sqs: 'ftp://u:hunter2@h'}}
              w: {to: {webhook: 'https://u:hunter2@h'}}
            """);
    assertThat(problems).hasSizeGreaterThanOrEqualTo(8);
    assertThat(String.join("|", problems))
        .doesNotContain("\u001b", "\n", "\t", "\u202e", "hunter2", "topsecret", "wo/rd", "token@")
        .contains("a\\u001b[2J\\u000ab\\u202e", "https://***@h/\\u001b[31m\\u000aforged");
  }

  @Test
  void configPrintShowsNoPasswordOfAnAddress() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("t.yaml"),
            "sources: {q: {eventbridge: 'https://u:hunter2@sqs.example/1/q'}}");
    assertThat(ConfigFile.read(file, name -> null).readable().settings().toString())
        .doesNotContain("hunter2")
        .contains("https://***@sqs.example/1/q");
  }

  @Test
  void allProblemsOfAllSiblingsAreNamedInOneGo() throws IOException {
    List<String> problems =
        problems(
            """
            alerts:
              mail: {smtp: nowhere, from: nobody, to: [ok@example.com, 'a b'], group: 9, limit: x,
                quiet: {from: late, to: early, zone: Nowhere}, links: 'ftp://x', password: p}
              none: {group: 9, at-least: big}
              topic: {sns: 'arn:x', limit: 0}
            routes:
              none: {keep: 9, buffer: {age: 9}}
              bad: {to: {s3: 'x', format: odd, time: never}, keep: 9, sample: {share: 7}}
            """);
    for (String expected :
        List.of(
            "alerts.mail.smtp: a mail server is",
            "alerts.mail.from: 'nobody' is no mail address",
            "alerts.mail.to: 'a b' is no mail address",
            "alerts.mail.group: '9' is no time",
            "alerts.mail.limit: 'x' is no number",
            "alerts.mail.quiet.from: 'late' is no time of day",
            "alerts.mail.quiet.to: 'early' is no time of day",
            "alerts.mail.quiet.zone: 'Nowhere' is no time zone",
            "alerts.mail.links: 'ftp://x' is no http",
            "alerts.mail.password: needs user, which is missing",
            "alerts.none: needs one of",
            "alerts.none.group: '9' is no time",
            "alerts.topic.sns: 'arn:x' is no topic's ARN",
            "routes.none: needs to",
            "routes.none.buffer.age: '9' is no time",
            "routes.bad.to.s3: 'x' is no place in a bucket",
            "routes.bad.to.format: 'odd' is not one of",
            "routes.bad.to.time: 'never' is not one of",
            "routes.bad.keep: '9' is no time",
            "routes.bad.sample.share: '7' is no share")) {
      assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(expected));
    }
  }

  @Test
  void namesThatNoFileCanHaveAreProblems() throws IOException {
    assertThat(
            problems(
                """
                rules: ["a\\0b", builtin]
                watches: "\\0"
                places: {countries: "\\0", networks: "\\0"}
                lake: {warehouse: "\\0"}
                routes: {a: {to: {folder: "\\0"}, errors: "\\0"}}
                aws: {role: "${file:\\0}"}
                """))
        .hasSize(8)
        .allSatisfy(
            problem -> assertThat(problem).containsAnyOf("no name", "not the name", "no file"));
  }
}
