package io.trailhouse.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.problem.Causes;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.model.StsException;

/// What people read of the SDK's exceptions (spec: collect.md).
final class FailuresTest {
  @Test
  void aRefusedRoleIsToldWithItsTrustPolicyAndTheExternalId() {
    StsException refused =
        (StsException)
            StsException.builder()
                .statusCode(403)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("AccessDenied")
                        .errorMessage(
                            "User: arn:aws:iam::111122223333:user/x is not authorized to perform:"
                                + " sts:AssumeRole on resource: arn:aws:iam::222233334444:role/r")
                        .build())
                .build();
    assertThat(Failures.text(refused))
        .startsWith("AccessDenied (")
        .contains("arn:aws:iam::222233334444:role/r", "trust policy", "--external-id");
  }

  @Test
  void theHostThatIsNotFoundIsNamedHoweverDeepItLies() {
    Exception wrapped =
        SdkClientException.create(
            "Received an UnknownHostException when attempting to interact with a service.",
            SdkClientException.create(
                "Unable to execute HTTP request",
                new UnknownHostException(
                    "sqs.us-east-1.amazonaws.com: Name or service not known")));
    assertThat(Failures.text(wrapped))
        .isEqualTo("the host sqs.us-east-1.amazonaws.com is not found");
  }

  @Test
  void anAnswerThatIsNoneOfTheServiceIsToldWithoutTheReadersWords() {
    assertThat(
            Failures.text(
                SdkClientException.create(
                    "Unable to unmarshall response (software.amazon.awssdk.thirdparty.jackson.core"
                        + ".JsonParseException: Unrecognized token 'ok')")))
        .isEqualTo("what answers there is not the service: its answer cannot be read");
  }

  @Test
  void theSdkDoesNotPrintItsObjects() {
    assertThat(
            Failures.text(
                SdkClientException.create(
                    "Unable to load credentials from any of the providers in the chain"
                        + " AwsCredentialsProviderChain(credentialsProviders="
                        + "[SystemPropertyCredentialsProvider()]) : [SystemProp..: no]")))
        .isEqualTo(
            "no credentials are found; set them as for the AWS CLI"
                + " (`aws sts get-caller-identity` must work)");
    SdkClientException profile =
        SdkClientException.create(
            "Profile file contained no credentials for profile 'x':"
                + " ProfileFile(sections=[profiles], profiles=[])");
    assertThat(Failures.text(profile))
        .isEqualTo("Profile file contained no credentials for profile 'x'");
    assertThat(Causes.of(profile, "backfill"))
        .get()
        .satisfies(told ->
            assertThat(told.problem())
                .isEqualTo(
                    "AWS cannot be asked: Profile file contained no credentials for profile 'x'"));
  }
}
