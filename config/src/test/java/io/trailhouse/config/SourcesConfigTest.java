package io.trailhouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clauses C9 to C15 of docs/spec/config.md.
final class SourcesConfigTest {
  @TempDir private Path folder;

  private ConfigFile read(String text) throws IOException {
    Path file = folder.resolve("trailhouse.yaml");
    Files.writeString(file, text);
    return ConfigFile.read(file, Map.of("ID", "secret-id")::get);
  }

  private static final String ORGANIZATION =
      """
      aws: {accounts: organization, role: audit/TrailhouseReader, external-id: '${env:ID}',
            session: 4h, region: eu-central-1}
      sources:
        org-trail:
          s3: s3://acme-org-trail/AWSLogs/o-abc123def4
          queue: https://sqs.eu-central-1.amazonaws.com/111122223333/trailhouse
        each: {s3: 's3://trail-{account}/', list: 1h, requester-pays: true}
        bus: {eventbridge: 'http://127.0.0.1:9324/000000000000/events', region: us-east-1}
      commit: {every: 10s}
      upkeep: {every: 1h}
      server: {listen: '[::1]:0'}
      """;

  @Test
  void aFileForAnOrganizationSaysWhereToCollectFrom() throws IOException {
    ConfigFile file = read(ORGANIZATION);
    assertThat(file.problems()).isEmpty();
    TrailhouseConfig config = file.config();
    assertThat(config.sources())
        .containsExactly(
            new SourceSpec.Bucket(
                "org-trail",
                "acme-org-trail",
                "AWSLogs/o-abc123def4/",
                "https://sqs.eu-central-1.amazonaws.com/111122223333/trailhouse",
                Duration.ofHours(6),
                "eu-central-1",
                null,
                "secret-id",
                false),
            new SourceSpec.Bucket(
                "each",
                "trail-{account}",
                "",
                null,
                Duration.ofHours(1),
                "eu-central-1",
                "audit/TrailhouseReader",
                "secret-id",
                true),
            new SourceSpec.EventBus(
                "bus",
                "http://127.0.0.1:9324/000000000000/events",
                "us-east-1",
                null,
                "secret-id"));
  }

  @Test
  void aFileForAnOrganizationSaysTheRestThatServeNeeds() throws IOException {
    TrailhouseConfig config = read(ORGANIZATION).config();
    assertThat(config.aws())
        .isEqualTo(
            new AwsSpec(
                new AwsSpec.Accounts.Organization(),
                "audit/TrailhouseReader",
                "secret-id",
                Duration.ofHours(4),
                null,
                "eu-central-1"));
    assertThat(config.commit().every()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.server())
        .isEqualTo(
            new ServerSpec(
                "[::1]",
                0,
                new ServerSpec.Hosts(List.of(), false),
                new ServerSpec.Who(null, null),
                null));
    assertThat(config.settings())
        .extracting(Setting::key, Setting::value)
        .contains(
            org.assertj.core.groups.Tuple.tuple("aws.external-id", "${env:ID}"),
            org.assertj.core.groups.Tuple.tuple("sources.each.list", "1h"),
            org.assertj.core.groups.Tuple.tuple("sources.bus.s3", "none"));
  }

  /// Clauses C14 and C15.
  @Test
  void eventHistoryIsASourceAndFillsGaps() throws IOException {
    TrailhouseConfig config =
        read("""
        aws: {accounts: organization, role: R}
        sources:
          past: {lookup-events: {regions: enabled, every: 5m, since: 2d}}
          some: {lookup-events: {regions: [eu-west-1, us-east-1]}}
        heal: {within: 30d, budget: 0.5 calls/s}
        """)
            .config();
    assertThat(config.sources())
        .containsExactly(
            new SourceSpec.EventHistory(
                "past", List.of(), Duration.ofMinutes(5), Duration.ofDays(2)),
            new SourceSpec.EventHistory(
                "some",
                List.of("eu-west-1", "us-east-1"),
                Duration.ofMinutes(10),
                Duration.ofDays(1)));
    assertThat(config.heal()).isEqualTo(new HealSpec(Duration.ofDays(30), 0.5));
    assertThat(read("heal: {within: never}").config().heal()).isEqualTo(HealSpec.DEFAULT);
  }

  @Test
  void whatCannotBeOfEventHistoryIsNamed() throws IOException {
    List<String> problems =
        read(
                """
                aws: {accounts: organization}
                sources:
                  a: {lookup-events: {regions: everywhere}}
                  b: {lookup-events: {regions: enabled, every: 1y}, queue: https://q.example/1/q}
                  c: {lookup-events: {regions: enabled}, s3: s3://bucket/}
                heal: {within: 1y, budget: 3 calls/s}
                """)
            .problems()
            .stream()
            .map(ConfigProblem::problem)
            .toList();
    assertThat(problems)
        .anyMatch(problem -> problem.contains("'everywhere' must be `enabled` or a list"))
        .anyMatch(problem -> problem.contains("aws.role must be named"))
        .anyMatch(problem -> problem.contains("belongs to a source with s3"))
        .anyMatch(problem -> problem.contains("needs one of s3"))
        .anyMatch(problem -> problem.contains("'3 calls/s' must be 0.01 to 2 calls a second"))
        .hasSize(8);
  }

  @Test
  void accountsAreKeptWithTheirZeros() throws IOException {
    assertThat(read("aws: {accounts: [012345678901, 111122223333]}").config().aws().accounts())
        .isEqualTo(new AwsSpec.Accounts.Listed(List.of("012345678901", "111122223333")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws: {accounts: [12]}|must be `own`, `organization`, or a list of accounts",
        "aws: {session: 5m}|must be from 15m to 12h",
        "aws: {session: 90}|is no time",
        "aws: {region: Frankfurt}|is no Region",
        "aws: {role: 'a role'}|is neither the name nor the ARN",
        "aws: {reigon: x}|did you mean region?",
        "sources: {a b: {s3: s3://bucket/}}|a name has up to 63 letters",
        "sources: {a: {}}|needs one of s3",
        "sources: {a: {s3: s3://bucket/, eventbridge: x}}|needs one of s3",
        "sources: {a: {s3: https://bucket/}}|is no place in a bucket",
        "sources: {a: {s3: s3://Bad_Bucket/}}|is no place in a bucket",
        "sources: {a: {s3: 's3://t-{account}/'}}|so aws.accounts must say which ones",
        "sources: {a: {s3: s3://bucket, list: never}}|leaves nothing",
        "sources: {a: {s3: s3://bucket, queue: trailhouse}}|is no queue",
        "sources: {a: {s3: s3://bucket, queue: http://evil.example/1/q}}|is no queue",
        "sources: {a: {s3: s3://bucket, role: Reader}}|must be an ARN",
        "sources: {a: {s3: s3://bucket, requester-pays: maybe}}|is neither true nor false",
        "sources: {a: {s3: s3://bucket}, b: {s3: s3://bucket/}}|is what the source a collects",
        "sources: {a: {eventbridge: 'https://sqs.x/1/q', list: 1h}}|belongs to a source with s3",
        "sources: {a: {lookup-events: 1, s3: s3://bucket}}|must have keys below it",
        "commit: {every: 0s}|must be from 1s to 1h",
        "server: {listen: 7070}|is no address with a port",
        "server: {listen: 'a:99999'}|is no address with a port",
        "server: {listen: '0.0.0.0:7070'}|can be reached from other machines",
      })
  void aMistakeIsToldWithItsPlace(String text, String problem) throws IOException {
    assertThat(read(text).problems())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.problem()).contains(problem);
          assertThat(each.line()).isEqualTo(1);
        });
  }

  @Test
  void whoWantsItCanListenForOthers() throws IOException {
    assertThat(
            read("server: {listen: '0.0.0.0:7070', allow-remote: true, users: ./users}").problems())
        .isEmpty();
  }
}
