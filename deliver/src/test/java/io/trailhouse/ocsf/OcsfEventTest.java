package io.trailhouse.ocsf;

import static io.trailhouse.ocsf.MappedRecords.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The mapping of `docs/ocsf.md`, attribute by attribute, with records that nobody's trail has.
final class OcsfEventTest {
  private static final String IDENTITY =
      """
      "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ana","principalId":"AIDAX",
       "accountId":"111122223333","accessKeyId":"AKIAX","userName":"ana"}\
      """;

  /// A record of a call, with more members behind.
  private static JsonNode call(String source, String name, String... members) {
    String more = members.length == 0 ? "" : "," + String.join(",", members);
    return event(
        """
        {"eventVersion":"1.11","eventTime":"2026-05-01T08:00:07Z","eventSource":"%s","eventName":"%s"%s}\
        """
            .formatted(source, name, more));
  }

  @Test
  void aCallHasEverythingAtItsPlace() {
    JsonNode event =
        call(
            "s3.amazonaws.com",
            "DeleteBucket",
            IDENTITY,
            "\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"198.51.100.7\",\"userAgent\":\"cli\"",
            "\"requestParameters\":{\"bucketName\":\"demo\",\"n\":1.50},\"responseElements\":null",
            "\"requestID\":\"R1\",\"eventID\":\"E1\",\"readOnly\":false,\"eventType\":\"AwsApiCall\"",
            "\"apiVersion\":\"2006-03-01\",\"managementEvent\":true,\"eventCategory\":\"Management\"",
            "\"errorCode\":\"AccessDenied\",\"errorMessage\":\"no\",\"vpcEndpointId\":\"vpce-1\"",
            "\"resources\":[{\"ARN\":\"arn:aws:s3:::demo\",\"type\":\"AWS::S3::Bucket\",\"accountId\":\"1\"}]");

    assertThat(event)
        .isEqualTo(
            MappedRecords.json(
                """
                {"class_uid":6003,"class_name":"API Activity","category_uid":6,
                 "category_name":"Application Activity","activity_id":4,"activity_name":"Delete",
                 "type_uid":600304,"type_name":"API Activity: Delete","severity_id":1,
                 "severity":"Informational","status":"Failure","status_id":2,
                 "time":1777622407000,"time_dt":"2026-05-01T08:00:07Z",
                 "metadata":{"version":"1.1.0","uid":"E1","event_code":"AwsApiCall",
                  "log_provider":"CloudTrail","product":{"name":"CloudTrail","vendor_name":"AWS",
                   "version":"1.11","feature":{"name":"Management"}},"profiles":["cloud","datetime"]},
                 "cloud":{"provider":"AWS","region":"eu-west-1"},
                 "actor":{"user":{"type":"IAMUser","name":"ana","uid":"arn:aws:iam::111122223333:user/ana",
                  "uid_alt":"AIDAX","account":{"uid":"111122223333"},"credential_uid":"AKIAX"}},
                 "api":{"operation":"DeleteBucket","service":{"name":"s3.amazonaws.com"},
                  "version":"2006-03-01","request":{"uid":"R1","data":"{\\"bucketName\\":\\"demo\\",\\"n\\":1.50}"},
                  "response":{"error":"AccessDenied","message":"no"}},
                 "src_endpoint":{"ip":"198.51.100.7","uid":"vpce-1"},"http_request":{"user_agent":"cli"},
                 "resources":[{"uid":"arn:aws:s3:::demo","type":"AWS::S3::Bucket","owner":{"account":{"uid":"1"}}}],
                 "observables":[{"name":"actor.user.name","type":"User Name","type_id":4,"value":"ana"},
                  {"name":"src_endpoint.ip","type":"IP Address","type_id":2,"value":"198.51.100.7"},
                  {"name":"resources[].uid","type":"Resource UID","type_id":10,"value":"arn:aws:s3:::demo"}],
                 "unmapped":{"readOnly":"false","managementEvent":"true"}}\
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "signin, ConsoleLogin, Management, AUTHENTICATION",
    "sts, AssumeRoleWithSAML, Management, AUTHENTICATION",
    "sts, GetCallerIdentity, Management, API_ACTIVITY",
    "batch, AssumeRole, Management, API_ACTIVITY",
    "iam, CreateUser, Management, ACCOUNT_CHANGE",
    "cognito-idp, CreateUser, Management, API_ACTIVITY",
    "identitystore, CreateUser, Management, ACCOUNT_CHANGE",
    "iam, DeleteGroup, Management, ACCOUNT_CHANGE",
    "iam, CreateGroup, Management, API_ACTIVITY",
    "iam, CreatePolicy, Management, API_ACTIVITY",
    "iam, TagInstanceProfile, Management, ACCOUNT_CHANGE",
    "iam, CreateUser, Data, API_ACTIVITY",
    "lambda, Invoke, Data, API_ACTIVITY",
    "s3, DeleteObject, Data, API_ACTIVITY",
    "iam, CreateUser, Insight, API_ACTIVITY"
  })
  void theClassComesFromSourceNameAndCategory(
      String service, String name, String category, OcsfClass wanted) {
    for (String suffix : List.of(".amazonaws.com", ".amazonaws.com.cn", "")) {
      String text =
          "{\"eventVersion\":\"1.11\",\"eventSource\":\"%s\",\"eventName\":\"%s\",\"eventCategory\":\"%s\"}"
              .formatted(service + suffix, name, category);
      assertThat(OcsfEvent.classOf(MappedRecords.view(text))).isEqualTo(wanted);
      assertThat(event(text).path("class_uid").asInt()).isEqualTo(wanted.uid());
      MappedRecords.assertRequired(event(text));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ec2, RunInstances, 1, Create",
    "kms, GenerateDataKey, 1, Create",
    "ec2, DescribeInstances, 2, Read",
    "dynamodb, BatchGetItem, 2, Read",
    "ec2, DisassociateAddress, 3, Update",
    "elasticloadbalancing, DeleteListener, 4, Delete",
    "ec2, DeleteTags, 4, Delete",
    "ec2, ReleaseAddress, 99, ReleaseAddress",
    "s3, Listing, 99, Listing",
    "acme, deleteThing, 4, Delete",
    "acme, B, 99, B",
    "acme, Batch, 99, Batch",
    "sts, AssumeRole, 1, Logon",
    "signin, CheckMfa, 99, CheckMfa",
    "iam, CreateRole, 1, Create",
    "iam, EnableMFADevice, 1, Create",
    "iam, ChangePassword, 3, Password Change",
    "iam, AttachRolePolicy, 7, Attach Policy",
    "iam, AddUserToGroup, 7, Attach Policy",
    "iam, RemoveUserFromGroup, 8, Detach Policy",
    "iam, DeleteRolePolicy, 6, Delete",
    "iam, DeleteAccountAlias, 99, DeleteAccountAlias",
    "iam, UpdateLoginProfile, 99, UpdateLoginProfile"
  })
  void theActivityComesFromTheFirstWord(String service, String name, int id, String activity) {
    JsonNode event = call(service + ".amazonaws.com", name);
    assertThat(event.path("activity_id").asInt()).isEqualTo(id);
    assertThat(event.path("activity_name").asText()).isEqualTo(activity);
    assertThat(event.path("type_name").asText())
        .isEqualTo(event.path("class_name").asText() + ": " + (id == 99 ? "Other" : activity));
    MappedRecords.assertRequired(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "\"true\""})
  void aCallOfAnUnknownWordIsARead(String readOnly) {
    JsonNode event = call("kms.amazonaws.com", "Decrypt", "\"readOnly\":" + readOnly);
    assertThat(event.path("activity_name").asText()).isEqualTo("Read");
    assertThat(event.at("/unmapped/readOnly").asText()).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, ip",
    "2001:db8::7, ip",
    "2001:db8:1:2:3:4:5:6, ip",
    "::1, ip",
    "::, ip",
    "fe80::, ip",
    "::ffff:198.51.100.7, ip",
    "64:ff9b::198.51.100.7, ip",
    "256.1.1.1, domain",
    "1.2.3, domain",
    "1.2.3.4.5, domain",
    "1.2.3.4:80, domain",
    "2001:db8::7::1, domain",
    "2001:db8:1:2:3:4:5:6:7, domain",
    "2001:db8:1:2:3:4:5, domain",
    "1:2:3:4:5:6:7:, domain",
    ":1:2:3:4:5:6:7, domain",
    "12345::, domain",
    "fe80::1%eth0, domain",
    "ec2.amazonaws.com, domain",
    "AWS Internal, domain"
  })
  void anAddressOfEitherFamilyIsAnIp(String address, String place) {
    JsonNode source =
        call("ec2.amazonaws.com", "RunInstances", "\"sourceIPAddress\":\"" + address + "\"")
            .path("src_endpoint");
    assertThat(source).hasSize(1);
    assertThat(source.path(place).asText()).isEqualTo(address);
  }

  @Test
  void aHostIsAnObservableAndWordsAreNot() {
    assertThat(
            call("s3.amazonaws.com", "GetObject", "\"sourceIPAddress\":\"ec2.amazonaws.com\"")
                .at("/observables/0"))
        .isEqualTo(
            MappedRecords.json(
                """
                {"name":"src_endpoint.domain","type":"Hostname","type_id":1,"value":"ec2.amazonaws.com"}\
                """));
    assertThat(
            call("s3.amazonaws.com", "GetObject", "\"sourceIPAddress\":\"AWS Internal\"")
                .has("observables"))
        .isFalse();
  }

  @Test
  void aSignInTellsUnderItsOwnNameHowItWent() {
    JsonNode event =
        call(
            "signin.amazonaws.com",
            "ConsoleLogin",
            IDENTITY,
            "\"responseElements\":{\"ConsoleLogin\":\"Failure\"}",
            "\"additionalEventData\":{\"LoginTo\":\"https://x\",\"MFAUsed\":\"No\",\"MobileVersion\":\"No\"}");
    assertThat(event.path("status").asText()).isEqualTo("Failure");
    assertThat(event.path("is_mfa").isBoolean()).isTrue();
    assertThat(event.path("is_mfa").asBoolean()).isFalse();
    assertThat(event.at("/dst_endpoint/svc_name").asText()).isEqualTo("https://x");
    assertThat(event.at("/user/name").asText()).isEqualTo("ana");
    assertThat(event.path("unmapped"))
        .isEqualTo(MappedRecords.json("{\"additionalEventData.MobileVersion\":\"No\"}"));
  }

  @Test
  void theIdentityCenterTellsInItsServiceEventDetails() {
    JsonNode event =
        call(
            "signin.amazonaws.com",
            "UserAuthentication",
            "\"userIdentity\":{\"type\":\"IdentityCenterUser\",\"credentialId\":\"C1\",\"onBehalfOf\":"
                + "{\"userId\":\"U1\",\"identityStoreArn\":\"arn:aws:identitystore::1:identitystore/d-1\"}}",
            "\"additionalEventData\":{\"UserName\":\"ana\",\"CredentialType\":\"PASSWORD\"}",
            "\"serviceEventDetails\":{\"UserAuthentication\":\"Failure\"}");
    assertThat(event.path("status_id").asInt()).isEqualTo(2);
    assertThat(event.path("actor"))
        .isEqualTo(
            MappedRecords.json(
                """
                {"user":{"type":"IdentityCenterUser","name":"ana","uid":"U1","uid_alt":"U1","credential_uid":"C1"},
                 "idp":{"uid":"arn:aws:identitystore::1:identitystore/d-1"}}\
                """));
    assertThat(event.path("user"))
        .isEqualTo(MappedRecords.json("{\"name\":\"ana\",\"uid\":\"U1\",\"uid_alt\":\"U1\"}"));
    assertThat(event.path("unmapped"))
        .isEqualTo(
            MappedRecords.json(
                """
                {"additionalEventData.CredentialType":"PASSWORD","serviceEventDetails.UserAuthentication":"Failure"}\
                """));
  }

  @Test
  void anAssumedRoleIsTheUserAndItsSessionCanBeFollowed() {
    JsonNode event =
        call(
            "sts.amazonaws.com",
            "AssumeRole",
            "\"userIdentity\":{\"type\":\"AWSService\",\"invokedBy\":\"ec2.amazonaws.com\"}",
            "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::1:role/R\",\"roleSessionName\":\"s\"}",
            "\"responseElements\":{\"credentials\":{\"accessKeyId\":\"ASIAX\"},\"assumedRoleUser\":"
                + "{\"assumedRoleId\":\"AROAX:s\",\"arn\":\"arn:aws:sts::1:assumed-role/R/s\"}}");
    assertThat(event.path("user"))
        .isEqualTo(MappedRecords.json("{\"name\":\"s\",\"uid\":\"arn:aws:iam::1:role/R\"}"));
    assertThat(event.path("session"))
        .isEqualTo(
            MappedRecords.json(
                """
                {"uid":"arn:aws:sts::1:assumed-role/R/s","uid_alt":"AROAX:s","credential_uid":"ASIAX"}\
                """));
    assertThat(event.at("/actor/invoked_by").asText()).isEqualTo("ec2.amazonaws.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CreateUser       | {\"userName\":\"bob\"} | {\"user\":{\"arn\":\"A\",\"userId\":\"I\"}} |"
            + " {\"name\":\"bob\",\"uid\":\"A\",\"uid_alt\":\"I\"}",
        "CreateRole       | {\"roleName\":\"r\"}   | {\"role\":{\"arn\":\"A\",\"roleId\":\"I\"}} |"
            + " {\"name\":\"r\",\"uid\":\"A\",\"uid_alt\":\"I\"}",
        "AttachUserPolicy | {\"userName\":\"bob\",\"policyArn\":\"P\"} | null | {\"name\":\"bob\"}",
        "CreateAccessKey  | null | {\"accessKey\":{\"userName\":\"bob\"}} | {\"name\":\"bob\"}",
        "DeleteAccessKey  | {\"accessKeyId\":\"K\"} | null |"
            + " {\"name\":\"ana\",\"uid\":\"arn:aws:iam::111122223333:user/ana\",\"uid_alt\":\"AIDAX\"}",
        "ChangePassword   | null | null |"
            + " {\"name\":\"ana\",\"uid\":\"arn:aws:iam::111122223333:user/ana\",\"uid_alt\":\"AIDAX\"}",
        "PutGroupPolicy   | {\"groupName\":\"g\"} | null |"
            + " {\"account\":{\"uid\":\"111122223333\"}}",
        "DeletePolicy     | {\"policyArn\":\"P\"} | null | {\"account\":{\"uid\":\"111122223333\"}}"
      })
  void theUserOfAChangeIsItsTarget(String name, String asked, String answered, String user) {
    JsonNode event =
        call(
            "iam.amazonaws.com",
            name,
            IDENTITY,
            "\"requestParameters\":" + asked,
            "\"responseElements\":" + answered);
    assertThat(event.path("user")).isEqualTo(MappedRecords.json(user));
  }

  @Test
  void aDeniedChangeDoesNotMakeTheActorItsTarget() {
    JsonNode event =
        call(
            "iam.amazonaws.com",
            "CreateAccessKey",
            IDENTITY,
            "\"errorCode\":\"AccessDenied\",\"requestParameters\":null,\"recipientAccountId\":\"444455556666\"");
    assertThat(event.path("user"))
        .isEqualTo(MappedRecords.json("{\"account\":{\"uid\":\"444455556666\"}}"));
    assertThat(event.at("/unmapped/recipientAccountId").asText()).isEqualTo("444455556666");
  }

  @Test
  void aSessionHasItsTimesFlagAndIssuer() {
    JsonNode event =
        call(
            "s3.amazonaws.com",
            "GetObject",
            "\"userIdentity\":{\"sessionContext\":{\"attributes\":{\"creationDate\":\"2026-05-01T08:00:00Z\","
                + "\"mfaAuthenticated\":\"true\"},\"sessionIssuer\":{\"arn\":\"A\",\"userName\":\"R\"},"
                + "\"webIdFederationData\":{\"federatedProvider\":\"F\",\"attributes\":{}},\"ec2RoleDelivery\":\"2.0\"},"
                + "\"identityProvider\":\"I\"}");
    assertThat(event.path("actor"))
        .isEqualTo(
            MappedRecords.json(
                """
                {"session":{"created_time":1777622400000,"created_time_dt":"2026-05-01T08:00:00Z",
                 "is_mfa":true,"issuer":"A"},"idp":{"name":"F"}}\
                """));
    String context = "userIdentity.sessionContext.";
    assertThat(event.path("unmapped"))
        .isEqualTo(
            MappedRecords.JSON
                .createObjectNode()
                .put(context + "sessionIssuer.userName", "R")
                .put(context + "webIdFederationData.attributes", "{}")
                .put(context + "ec2RoleDelivery", "2.0")
                .put("userIdentity.identityProvider", "I"));
  }

  @Test
  void anInsightNamesItsCallAndHasNoOutcome() {
    JsonNode event =
        event(
            """
            {"eventVersion":"1.09","eventTime":"2026-05-01T08:00:07.250Z","eventType":"AwsCloudTrailInsight",
             "eventCategory":"Insight","insightDetails":{"state":"Start","eventSource":"ssm.amazonaws.com",
             "eventName":"UpdateInstanceInformation","insightContext":{"statistics":{"baseline":{"average":0.5}}}}}\
            """);
    MappedRecords.assertRequired(event);
    assertThat(event.path("class_uid").asInt()).isEqualTo(6003);
    assertThat(event.path("activity_name").asText()).isEqualTo("AwsCloudTrailInsight");
    assertThat(event.path("status").asText()).isEqualTo("Unknown");
    assertThat(event.at("/api/operation").asText()).isEqualTo("UpdateInstanceInformation");
    assertThat(event.path("time").asLong()).isEqualTo(1777622407250L);
    assertThat(event.path("unmapped"))
        .isEqualTo(
            MappedRecords.json(
                """
                {"insightDetails.state":"Start","insightDetails.insightContext.statistics.baseline.average":"0.5"}\
                """));
  }

  @Test
  void aSummaryOfManyCallsBeginsWithItsWindow() {
    JsonNode event =
        event(
            """
            {"eventVersion":"1.11","eventCategory":"Aggregated","eventType":"x",
             "timeWindow":{"windowStart":"2026-05-01T08:00:00Z"}}\
            """);
    assertThat(event.path("time").asLong()).isEqualTo(1777622400000L);
    assertThat(event.at("/unmapped/timeWindow.windowStart").asText())
        .isEqualTo("2026-05-01T08:00:00Z");
  }
}
