package io.trailhouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clauses Q1 to Q3 of docs/spec/collect.md, by the forms that the user guides show.
class NoticesTest {
  private static final String KEY =
      "AWSLogs/111122223333/CloudTrail/us-east-2/2026/05/01/"
          + "111122223333_CloudTrail_us-east-2_20260501T0805Z_AbCdEf0123456789.json.gz";

  @Test
  void cloudTrailsOwnMessageNamesKeysAsTheyAre() {
    Notice notice =
        Notices.read("{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"" + KEY + "\",\"a+b%3A\"]}");
    assertThat(notice)
        .isEqualTo(
            new Notice.Written(
                List.of(
                    new ObjectAt("logs", KEY, null, null, -1, null),
                    new ObjectAt("logs", "a+b%3A", null, null, -1, null))));
  }

  @Test
  void aFifthVersionOfSomeFieldDoesNotMatter() {
    assertThat(
            Notices.read(
                "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":\"one/as/text.json.gz\",\"new\":{\"a\":[1]}}"))
        .isInstanceOfSatisfying(
            Notice.Written.class,
            written ->
                assertThat(written.objects())
                    .extracting(ObjectAt::key)
                    .containsExactly("one/as/text.json.gz"));
  }

  @Test
  void onlyObjectsThatWereWrittenCount() {
    String removed =
        """
        {"Records":[{"eventVersion":"2.2","eventSource":"aws:s3","eventName":"ObjectRemoved:Delete",\
        "s3":{"bucket":{"name":"logs"},"object":{"key":"x"}}},{"eventVersion":"2.2",\
        "eventSource":"aws:s3","eventName":"ObjectCreated:CompleteMultipartUpload",\
        "eventTime":"2026-05-01T08:05:11.000Z",\
        "s3":{"bucket":{"name":"logs"},"object":{"key":"a+b%3Ac","size":7,"eTag":"e"}}}]}\
        """;
    assertThat(Notices.read(removed))
        .isEqualTo(
            new Notice.Written(
                List.of(
                    new ObjectAt(
                        "logs",
                        "a b:c",
                        "a+b%3Ac",
                        "e",
                        7,
                        java.time.Instant.parse("2026-05-01T08:05:11Z")))));
  }

  @Test
  void anObjectOfEventBridgeIsTriedAsItStandsFirst() {
    String created =
        """
        {"version":"0","detail-type":"Object Created","source":"aws.s3","time":"bad",\
        "detail":{"bucket":{"name":"logs"},"object":{"key":"a%3Ab","size":"seven","etag":"e"}}}\
        """;
    assertThat(Notices.read(created))
        .isEqualTo(
            new Notice.Written(List.of(new ObjectAt("logs", "a%3Ab", "a:b", "e", -1, null))));
    assertThat(Notices.read(created.replace("Created", "Deleted")))
        .isEqualTo(new Notice.Written(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CloudTrail validation message.",
        "{\"Type\":\"Notification\",\"Message\":\"CloudTrail validation message.\"}",
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}",
        "{\"Type\":\"Notification\",\"Message\":\"{\\\"Event\\\":\\\"s3:TestEvent\\\"}\"}"
      })
  void messagesOfASetUpAreTests(String body) {
    assertThat(Notices.read(body)).isEqualTo(new Notice.Test());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "null",
        "{",
        "{}",
        "{\"Records\":[{\"eventSource\":\"aws:ses\"}]}",
        "{\"Type\":\"Notification\",\"Message\":\"hello\"}",
        "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[]}",
        "{\"detail-type\":\"EC2 Instance State-change"
            + " Notification\",\"source\":\"aws.ec2\",\"detail\":{}}",
        "{\"a\":1}{\"b\":2}"
      })
  void everythingElseIsSomebodyElses(String body) {
    assertThat(Notices.read(body)).isInstanceOf(Notice.Foreign.class);
  }

  @Test
  void deepNestingIsReadWithoutHarm() {
    String deep = "{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    assertThat(Notices.read(deep)).isInstanceOf(Notice.Foreign.class);
  }

  @Test
  void anEventOfTheBusOrABareRecordIsAnEvent() {
    String event =
        "{\"detail-type\":\"AWS Console Sign In via CloudTrail\",\"source\":\"aws.signin\","
            + "\"detail\":{\"eventVersion\":\"1.08\"}}";
    assertThat(Notices.read(event)).isEqualTo(new Notice.Event(event));
    String record = "{\"eventVersion\":\"1.08\",\"eventSource\":\"iam.amazonaws.com\"}";
    assertThat(Notices.read(record)).isEqualTo(new Notice.Event(record));
  }

  @Test
  void aMessageInMessagesAndATextAndABareListAreUnderstood() throws java.io.IOException {
    String key =
        "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/05/01/"
            + "111122223333_CloudTrail_eu-central-1_20260501T0805Z_Abcdefghijklmnop.json.gz";
    for (String file : List.of("sns-in-sns", "json-text", "list-without-records")) {
      java.nio.file.Path path =
          io.trailhouse.fixture.SharedData.path("field/f11-sqs-wrapped-twice/" + file + ".json");
      assertThat(Notices.read(java.nio.file.Files.readString(path)))
          .as(file)
          .isInstanceOfSatisfying(
              Notice.Written.class,
              written ->
                  assertThat(written.objects()).singleElement().extracting("key").isEqualTo(key));
    }
    assertThat(Notices.read("[]")).isInstanceOf(Notice.Foreign.class);
    assertThat(Notices.read("[{\"eventSource\":\"aws:s3\"}]")).isInstanceOf(Notice.Foreign.class);
    assertThat(Notices.read("\"CloudTrail validation message.\"")).isEqualTo(new Notice.Test());
  }
}
