package io.trailhouse.aws.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.destination.NotDelivered;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sts.model.StsException;

class VerdictTest {
  private static AwsServiceException with(
      AwsServiceException.Builder problem, int status, String code, String words) {
    return problem
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(words).build())
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidParameter, Invalid parameter: Message too long, false",
    "400, InvalidParameter, Invalid parameter: TopicArn, true",
    "400, ValidationException, Parameter EventBusName is not valid, true",
    "400, AWS.SimpleQueueService.BatchRequestTooLong, too long, false",
    "400, com.amazonaws.kinesis#InvalidArgumentException, too long, false",
    "413, '', Request Entity Too Large, false",
    "400, KMS.ThrottlingException, slow, true",
    "403, AuthorizationError, no, true",
    "404, NotFound, no topic, true",
    "500, InternalError, , true"
  })
  void onlyAFaultOfTheRecordIsForGood(int status, String code, String words, boolean passing) {
    NotDelivered verdict = Verdict.of("sns t", with(SnsException.builder(), status, code, words));
    assertThat(verdict.isPassing()).isEqualTo(passing);
    assertThat(verdict.reason()).startsWith("sns t: ");
  }

  @Test
  void aRoleThatCannotBeAssumedIsNoFaultOfTheRecord() {
    AwsServiceException refused =
        with(
            StsException.builder(), 400, "ValidationError", "roleArn failed to satisfy constraint");
    assertThat(Verdict.of("sqs q", refused).isPassing()).isTrue();
  }

  @Test
  void wordsOfAServiceStayOneLine() {
    AwsServiceException hostile =
        with(SnsException.builder(), 400, "Odd", "a\n\u001b[31m b" + "c".repeat(1000));
    assertThat(Verdict.of("sns t", hostile).reason())
        .hasSizeLessThan(400)
        .matches(reason -> reason.chars().noneMatch(Character::isISOControl));
  }
}
