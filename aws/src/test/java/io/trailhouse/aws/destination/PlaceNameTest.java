package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceNameTest {
  @ParameterizedTest
  @CsvSource({
    "QUEUE, https://sqs.eu-central-1.amazonaws.com/111122223333/q-1_a",
    "QUEUE, https://sqs.cn-north-1.amazonaws.com.cn/111122223333/q.fifo",
    "QUEUE, http://127.0.0.1:9324/000000000000/q",
    "TOPIC, arn:aws-cn:sns:cn-north-1:111122223333:t.fifo",
    "BUS, default",
    "BUS, arn:aws:events:us-east-1:111122223333:event-bus/partner/x",
    "STREAM, s.1",
    "STREAM, arn:aws:kinesis:us-east-1:111122223333:stream/s",
    "FIREHOSE, logs-to-s3",
    "LOG_GROUP, /aws/trailhouse/routes#1",
    "LOG_STREAM, '2026/05/01/[a] b'"
  })
  void namesAreTaken(PlaceName kind, String name) {
    assertThat(kind.checked(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUE, arn:aws:sqs:eu-central-1:111122223333:q",
    "QUEUE, q",
    "QUEUE, https://user@host/1/q",
    "QUEUE, ''",
    "TOPIC, t",
    "TOPIC, arn:aws:sqs:eu-central-1:111122223333:t",
    "BUS, ''",
    "BUS, arn:aws:events:us-east-1:111122223333:rule/x",
    "STREAM, a/b",
    "FIREHOSE, arn:aws:firehose:us-east-1:111122223333:deliverystream/s",
    "LOG_GROUP, 'a b'",
    "LOG_GROUP, arn:aws:logs:us-east-1:111122223333:log-group:g",
    "LOG_STREAM, a:b",
    "LOG_STREAM, 'a\nb'"
  })
  void whatCanBeNoNameIsRefused(PlaceName kind, String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> kind.checked(name));
  }

  @ParameterizedTest
  @CsvSource({
    "https://sqs.eu-central-1.amazonaws.com/111122223333/q, eu-central-1",
    "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/q, cn-north-1",
    "https://sqs-fips.us-gov-west-1.amazonaws.com/111122223333/q, us-gov-west-1",
    "https://us-east-2.queue.amazonaws.com/111122223333/q, us-east-2",
    "arn:aws:sns:ap-southeast-2:111122223333:t, ap-southeast-2",
    "arn:aws-us-gov:kinesis:us-gov-east-1:111122223333:stream/s, us-gov-east-1"
  })
  void theRegionIsInTheName(String name, String region) {
    assertThat(PlaceName.regionOf(name)).isEqualTo(region);
  }

  @Test
  void aNameAloneHasNoRegion() {
    assertThat(PlaceName.regionOf("routed")).isNull();
    assertThat(PlaceName.regionOf("http://127.0.0.1:9324/000000000000/q")).isNull();
  }
}
