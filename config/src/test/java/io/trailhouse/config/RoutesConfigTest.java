package io.trailhouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.config.DestinationSpec.Access;
import io.trailhouse.config.DestinationSpec.Kind;
import io.trailhouse.http.Endpoint;
import io.trailhouse.match.Predicate;
import io.trailhouse.route.Buffer;
import io.trailhouse.route.RecordForm;
import io.trailhouse.route.Redaction;
import io.trailhouse.route.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The section `routes` (spec: config.md C18 to C21, routes.md T1 to T4).
final class RoutesConfigTest {
  private static final String SECRET = "hunter2-do-not-show";
  private static final Access USUAL = new Access(null, null, null);

  @TempDir private Path folder;

  private ConfigFile read(String text) throws IOException {
    Path file = folder.resolve("trailhouse.yaml");
    Files.writeString(file, text);
    return ConfigFile.read(file, Map.of("KEY", SECRET, "HOOK", "https://h.example/" + SECRET)::get);
  }

  private RouteSpec route(String keys) throws IOException {
    ConfigFile file = read("routes:\n  r:\n" + keys.indent(4));
    assertThat(file.problems()).isEmpty();
    assertThat(file.config().routes()).hasSize(1);
    return file.config().routes().get(0);
  }

  private List<String> problems(String keys) throws IOException {
    return read("routes:\n  r:\n" + keys.indent(4)).problems().stream()
        .map(problem -> problem.text("f"))
        .toList();
  }

  @Test
  void aRouteThatSaysOnlyWhereSendsEveryEventAsItIs() throws IOException {
    RouteSpec route = route("to: {folder: ./out/}");
    assertThat(route.name()).isEqualTo("r");
    assertThat(route.condition()).isEqualTo(new Predicate.Always(true));
    assertThat(route.sample()).isNull();
    assertThat(route.errors()).isNull();
    assertThat(route.writer().form()).isEqualTo(RecordForm.RECORD);
    assertThat(route.writer().shape().changesNothing()).isTrue();
    assertThat(route.to()).isEqualTo(new DestinationSpec.Folder(folder.resolve("out")));
    assertThat(route.objects().format()).isEqualTo(RouteSpec.Format.JSONL);
    assertThat(route.objects().gzip()).isTrue();
    assertThat(route.objects().byEventTime()).isTrue();
    assertThat(route.buffer()).isEqualTo(Buffer.DEFAULT);
    assertThat(route.keep()).isEqualTo(Duration.ofDays(7));
  }

  private static final String EVERY_KEY =
      """
      match: {source: [aws.iam]}
      account: '111122223333'
      region: [us-east-1, eu-central-1]
      source: iam
      name: CreateUser
      principal: 'arn:aws:iam::*'
      filter-pattern: '{ $.errorCode IS NULL }'
      all: [{name: CreateUser}]
      any: [{name: CreateUser}, {name: DeleteUser}]
      not: {region: us-west-1}
      sample: {share: 10%, by: recipientAccountId}
      shape:
        choose: [eventID, eventName, userIdentity.arn]
        drop: userAgent
        rename: {eventName: name}
        redact: {sourceIPAddress: mask, userIdentity.arn: hash}
        hash-key: ${env:KEY}
        secrets: mask
      buffer: {size: 2MiB, age: 1m}
      keep: 2d
      errors: ./bad/!{trailhouse:reason}/
      to: {folder: './out/!{account}/!{timestamp:yyyy/MM/dd}/', format: trail, gzip: no, time: arrival}
      """;

  @Test
  void everyKeyOfARouteCounts() throws IOException {
    RouteSpec route = route(EVERY_KEY);
    assertThat(route.condition()).isNotEqualTo(new Predicate.Always(true));
    Sample sample = Objects.requireNonNull(route.sample());
    assertThat(sample.share()).isEqualTo(0.1);
    assertThat(route.writer().shape().choose())
        .containsExactly("eventID", "eventName", "userIdentity.arn");
    assertThat(route.writer().shape().drop()).containsExactly("userAgent");
    assertThat(route.writer().shape().rename()).containsExactly(Map.entry("eventName", "name"));
    assertThat(route.writer().shape().redact().get("sourceIPAddress"))
        .isEqualTo(new Redaction.Mask());
    assertThat(route.writer().shape().redact().get("userIdentity.arn"))
        .isInstanceOf(Redaction.Hash.class);
    assertThat(route.writer().shape().masksSecrets()).isTrue();
    assertThat(route.buffer()).isEqualTo(new Buffer(2 << 20, Duration.ofMinutes(1)));
    assertThat(route.keep()).isEqualTo(Duration.ofDays(2));
    RouteSpec.Errors errors = Objects.requireNonNull(route.errors());
    assertThat(errors.to()).isEqualTo(new DestinationSpec.Folder(folder.resolve("bad")));
    assertThat(errors.prefix()).hasToString("!{trailhouse:reason}/");
    assertThat(route.to()).isEqualTo(new DestinationSpec.Folder(folder.resolve("out")));
    assertThat(route.objects().prefix()).hasToString("!{account}/!{timestamp:yyyy/MM/dd}/");
    assertThat(route.objects().format()).isEqualTo(RouteSpec.Format.TRAIL);
    assertThat(route.objects().gzip()).isFalse();
    assertThat(route.objects().byEventTime()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "trail,TRAIL,RECORD",
    "jsonl,JSONL,RECORD",
    "parquet,PARQUET,RECORD",
    "ocsf,JSONL,OCSF",
    "ocsf-parquet,PARQUET,OCSF"
  })
  void formatsSayWhatObjectsHold(String format, RouteSpec.Format wanted, RecordForm form)
      throws IOException {
    RouteSpec route = route("to: {folder: ./out/, format: " + format + "}");
    assertThat(route.objects().format()).isEqualTo(wanted);
    assertThat(route.writer().form()).isEqualTo(form);
  }

  @Test
  void aBucketHasItsKeysAndErrorsGoThereInTheSameWay() throws IOException {
    RouteSpec route =
        route(
            """
            to:
              s3: s3://iam-team/!{timestamp:yyyy}/
              region: eu-central-1
              role: arn:aws:iam::111122223333:role/writer
              external-id: abc
              encryption: aws:kms
              kms-key: alias/team
              acl: bucket-owner-full-control
              storage-class: STANDARD_IA
              buffer: {age: 10s}
            errors: s3://iam-errors/bad/
            """);
    Access access = new Access("eu-central-1", "arn:aws:iam::111122223333:role/writer", "abc");
    assertThat(route.to())
        .isEqualTo(
            new DestinationSpec.Bucket(
                "iam-team",
                access,
                "aws:kms",
                "alias/team",
                "bucket-owner-full-control",
                "STANDARD_IA"));
    assertThat(route.objects().prefix()).hasToString("!{timestamp:yyyy}/");
    assertThat(route.buffer()).isEqualTo(new Buffer(Buffer.DEFAULT.size(), Duration.ofSeconds(10)));
    RouteSpec.Errors errors = Objects.requireNonNull(route.errors());
    assertThat(errors.prefix()).hasToString("bad/");
    DestinationSpec.Bucket bucket = (DestinationSpec.Bucket) errors.to();
    assertThat(bucket.bucket()).isEqualTo("iam-errors");
    assertThat(bucket.access()).isEqualTo(access);
  }

  @ParameterizedTest
  @CsvSource({
    "sqs,https://sqs.us-east-1.amazonaws.com/111122223333/q,SQS",
    "sns,arn:aws:sns:us-east-1:111122223333:t,SNS",
    "eventbridge,arn:aws:events:us-east-1:111122223333:event-bus/b,EVENTBRIDGE",
    "kinesis,a-stream,KINESIS",
    "firehose,a-stream,FIREHOSE",
    "logs,a-group,LOGS"
  })
  void servicesTakeMessagesOneSecondAtATime(String key, String target, Kind kind)
      throws IOException {
    RouteSpec route = route("to: {" + key + ": '" + target + "', form: eventbridge}");
    assertThat(route.to()).isEqualTo(new DestinationSpec.Service(kind, target, "r", USUAL));
    assertThat(route.writer().form()).isEqualTo(RecordForm.EVENTBRIDGE);
    assertThat(route.buffer()).isEqualTo(new Buffer(1 << 20, Duration.ofSeconds(1)));
  }

  @Test
  void aLogStreamAWebhookAndStandardOutput() throws IOException {
    assertThat(route("to: {logs: a-group, stream: mine}").to())
        .isEqualTo(new DestinationSpec.Service(Kind.LOGS, "a-group", "mine", USUAL));
    assertThat(
            route("to: {webhook: 'http://h.example/x', key: k1, headers: {X-A: b}, batch: false}")
                .to())
        .isEqualTo(
            new DestinationSpec.Webhook(
                Endpoint.of("http://h.example/x", Map.of("X-A", "b"), "k1"), false));
    assertThat(route("to: {stdout: yes}").to()).isEqualTo(new DestinationSpec.Print());
  }

  private static final String ALL_WRONG =
      """
      match: {source: iam}
      filter-pattern: '{ $.x = }'
      any: {name: X}
      regoin: us-east-1
      sample: {share: 120%}
      shape:
        redact: {userIdentity.arn: hash, eventName: erase}
        secrets: all
      keep: 40d
      errors: s3://!
      buffer: {size: 5, age: 1}
      to:
        folder: './out/!{timestamp:bad}/'
        format: csv
        form: cef
        gzip: maybe
      """;

  /// C1.
  @Test
  void everyMistakeIsToldAtOnceWithItsLine() throws IOException {
    assertThat(problems(ALL_WRONG))
        .satisfiesExactlyInAnyOrder(
            each ->
                assertThat(each)
                    .startsWith("f:3:")
                    .contains("match: ")
                    .contains("\"source\" must be"),
            each -> assertThat(each).startsWith("f:4:").contains("filter-pattern"),
            each -> assertThat(each).startsWith("f:5:").contains("expected a list of conditions"),
            each -> assertThat(each).startsWith("f:6:").endsWith("did you mean region?"),
            each -> assertThat(each).startsWith("f:7:").contains("'120%' is no share"),
            each -> assertThat(each).startsWith("f:9:").contains("needs hash-key"),
            each -> assertThat(each).startsWith("f:9:").contains("'erase' is neither mask nor"),
            each -> assertThat(each).startsWith("f:10:").contains("'all' is not one of keep, mask"),
            each -> assertThat(each).startsWith("f:11:").contains("'40d' must be from 1m to 30d"),
            each -> assertThat(each).startsWith("f:12:").contains("is no place in a bucket"),
            each -> assertThat(each).startsWith("f:13:").contains("'5' is no size from"),
            each -> assertThat(each).startsWith("f:13:").contains("'1' is no time"),
            each -> assertThat(each).startsWith("f:15:").contains("is no pattern of a time"),
            each -> assertThat(each).startsWith("f:16:").contains("'csv' is not one of jsonl"),
            each ->
                assertThat(each).startsWith("f:17:").contains("'cef' is not one of eventbridge"),
            each -> assertThat(each).startsWith("f:18:").contains("neither true nor false"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: x | needs to, the place that its events go to",
        "to: {format: jsonl} | needs one of eventbridge, firehose, folder",
        "to: {s3: 's3://a-bucket/', folder: ./x/} | needs one of eventbridge",
        "to: elsewhere | must have keys below it",
        "to: {folder: [a]} | must be one value",
        "to: {foldre: ./x/} | did you mean folder?",
        "to: {s3: 'https://a-bucket/'} | is no place in a bucket",
        "to: {s3: 's3://a-bucket//x/'} | may not begin with / or hold //",
        "to: {s3: 's3://a-bucket/', encryption: rot13} | is not one of AES256, aws:kms, none",
        "to: {sqs: my-queue} | is no queue's URL",
        "to: {sns: my-topic} | is no topic's ARN",
        "to: {webhook: 'ftp://x/'} | is no http or https URL",
        "to: {webhook: 'https://me:pw@x/'} | has no user: use a header",
        "to: {webhook: 'https://x/', headers: {'Bad Name': v}} | cannot be sent: Bad Name",
        "to: {webhook: 'https://x:65536/'} | has the port 65536; ports are 1 to 65535",
        "to: {webhook: 'https://x/', batch: perhaps} | neither true nor false",
        "to: {folder: './x/!{account'} | has a !{ without its }",
        "to: {folder: './x/!{trailhouse:rute}/'} | there are random-string, route and reason",
        "to: {folder: './x/!{timestamp}/'} | is neither timestamp:…, trailhouse:… nor",
        "to: {folder: './x/!{a b}/'} | nor a field of the record",
        "to: {folder: ./x/, format: parquet, form: ocsf} | parquet has the columns of records",
        "to: {folder: ./x/, time: ingestion} | is not one of arrival, event",
        "selectors: [{FieldSelectors: []}]\\nto: {stdout: yes} | selectors",
        "not: []\\nto: {stdout: yes} | expected a condition",
      })
  void aMistakeIsNamed(String keys, String said) throws IOException {
    assertThat(problems(keys.replace("\\n", "\n")))
        .anySatisfy(each -> assertThat(each).containsPattern("^f:[34]:").contains(said));
  }

  @Test
  void aKeyThatStandsTwiceAndAReferenceToNothingAreMistakes() throws IOException {
    assertThat(problems("to: {stdout: yes}\nname: a\nname: b"))
        .singleElement()
        .asString()
        .startsWith("f:5:")
        .endsWith("is here twice");
    assertThat(problems("to: {webhook: '${env:NONE}'}"))
        .anySatisfy(each -> assertThat(each).contains("NONE is not set"));
  }

  @Test
  void aliasesWithoutEndAreAMistakeAndNotTheEnd() throws IOException {
    assertThat(problems("not: &a {not: *a}\nto: {stdout: yes}"))
        .anySatisfy(each -> assertThat(each).contains("nested too deeply"));
    assertThat(problems("any: &a [*a, *a, *a]\nto: {stdout: yes}"))
        .anySatisfy(each -> assertThat(each).contains("nested too deeply"));
    StringBuilder laughs = new StringBuilder("all: [&a0 {name: X}");
    for (int depth = 1; depth < 30; depth++) {
      laughs.append(", &a%d {all: [*a%d, *a%d]}".formatted(depth, depth - 1, depth - 1));
    }
    assertThat(problems(laughs + "]\nto: {stdout: yes}"))
        .anySatisfy(each -> assertThat(each).contains("aliases"));
  }

  /// C3.
  @Test
  void secretsAreShownNowhere() throws IOException {
    ConfigFile good =
        read(
            """
            routes:
              hook:
                shape: {redact: {eventID: hash}, hash-key: '${env:KEY}'}
                to: {webhook: '${env:HOOK}', key: '${env:KEY}', headers: {Authorization: '${env:KEY}'}}
            """);
    assertThat(good.problems()).isEmpty();
    assertThat(good.config().settings().toString()).doesNotContain(SECRET);
    RouteSpec.Objects objects = good.config().routes().get(0).objects();
    assertThat(objects.toString()).doesNotContain(SECRET);
    assertThat(good.config().routes().get(0).writer().toString()).doesNotContain(SECRET);
    assertThat(good.config().routes().toString()).doesNotContain(SECRET);

    ConfigFile bad =
        read(
            """
            routes:
              a: {keep: '${env:KEY}', to: {webhook: 'x ${env:HOOK}', key: '${env:KEY}'}}
              b: {to: {s3: '${env:HOOK}', format: '${env:KEY}'}, name: '${env:KEY}'}
              c: {to: {folder: './x/!{timestamp:${env:KEY}}/'}, filter-pattern: '${env:KEY} ( }'}
              d: {to: {webhook: 'https://x/', headers: {X-Key: "${env:KEY}\\n"}}}
              e: {match: {source: '${env:KEY}'}, to: {sqs: '${env:KEY}'}, sample: {share: '${env:KEY}'}}
              f: {shape: {redact: {eventID: '${env:KEY}'}}, to: {stdout: yes}, errors: 's3://${env:KEY}!'}
            """);
    assertThat(bad.problems()).hasSizeGreaterThan(9);
    assertThat(bad.problems().toString()).doesNotContain(SECRET);
    assertThatThrownBy(bad::config).hasMessageNotContaining(SECRET);
  }
}
