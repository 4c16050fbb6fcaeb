package io.trailhouse.demo;

import java.util.List;

/// Calls of the services that fill most of a trail: keys, tables, secrets, queues of log streams.
final class ServiceCalls {

  private final Dice dice;

  ServiceCalls(Dice dice) {
    this.dice = dice;
  }

  Call decrypt(Place place, String key, String contextName, String contextValue) {
    return Call.read("kms", "Decrypt")
        .asking(
            Doc.of("encryptionContext", Doc.of(contextName, contextValue))
                .with("encryptionAlgorithm", "SYMMETRIC_DEFAULT"))
        .on(key(place, key));
  }

  Call generateDataKey(Place place, String key, String contextName, String contextValue) {
    return Call.read("kms", "GenerateDataKey")
        .asking(
            Doc.of("keySpec", "AES_256")
                .with("encryptionContext", Doc.of(contextName, contextValue))
                .with("keyId", place.arn("kms", "key/" + keyId(place, key))))
        .on(key(place, key));
  }

  static Call describeKey(Place place, String key) {
    return Call.read("kms", "DescribeKey").asking("keyId", keyId(place, key)).on(key(place, key));
  }

  /// A data event on a DynamoDB table; `item` is what the caller calls the row.
  Call table(String name, Place place, String table, String item) {
    boolean reads = name.equals("GetItem") || name.equals("Query");
    Call call = reads ? Call.read("dynamodb", name) : Call.write("dynamodb", name);
    return call.asking("tableName", table, "key", Doc.of("orderId", item))
        .on(
            Call.resource(
                place.account(), "AWS::DynamoDB::Table", place.arn("dynamodb", "table/" + table)))
        .with("apiVersion", "2012-08-10")
        .data();
  }

  static Call describeTable(Place place, String table) {
    return Call.read("dynamodb", "DescribeTable")
        .asking("tableName", table)
        .on(
            Call.resource(
                place.account(), "AWS::DynamoDB::Table", place.arn("dynamodb", "table/" + table)))
        .with("apiVersion", "2012-08-10");
  }

  static Call secret(Place place, String name) {
    return Call.read("secretsmanager", "GetSecretValue")
        .asking("secretId", place.arn("secretsmanager", "secret:" + name));
  }

  Call parameter(String name) {
    return Call.read("ssm", "GetParameter").asking("name", name, "withDecryption", true);
  }

  Call createLogStream(String group) {
    return Call.write("logs", "CreateLogStream")
        .asking("logGroupName", group, "logStreamName", "[$LATEST]" + dice.hex(32))
        .with("apiVersion", "20140328");
  }

  Call instanceAlive(String instance) {
    return Call.write("ssm", "UpdateInstanceInformation")
        .asking(
            Doc.of("instanceId", instance)
                .with("agentVersion", "3.3.2299.0")
                .with("agentStatus", "Active")
                .with("platformType", "Linux")
                .with("platformName", "Amazon Linux")
                .with("platformVersion", "2023")
                .with("iPAddress", "10.20.14." + dice.between(4, 250))
                .with("computerName", "ip-10-20-14-7.ec2.internal")
                .with("agentName", "amazon-ssm-agent"));
  }

  static Call describeRegistry(Place place, String repository) {
    return Call.read("ecr", "BatchGetImage")
        .asking(
            Doc.of("registryId", place.account().id())
                .with("repositoryName", repository)
                .with("imageIds", List.of(Doc.of("imageTag", "release"))))
        .on(
            Call.resource(
                place.account(),
                "AWS::ECR::Repository",
                place.arn("ecr", "repository/" + repository)));
  }

  Call putEvaluations(String rule) {
    return Call.write("config", "PutEvaluations")
        .asking(
            Doc.of("resultToken", dice.alphanumeric(48))
                .with("testMode", false)
                .with("evaluations", List.of(evaluation(rule))))
        .answered("failedEvaluations", List.of());
  }

  private Doc evaluation(String rule) {
    return Doc.of("complianceResourceType", "AWS::IAM::User")
        .with("complianceResourceId", "AIDA" + dice.capitals(17))
        .with("complianceType", "COMPLIANT")
        .with("annotation", rule);
  }

  private static Doc key(Place place, String key) {
    return Call.resource(
        place.account(), "AWS::KMS::Key", place.arn("kms", "key/" + keyId(place, key)));
  }

  private static String keyId(Place place, String key) {
    return place.account().dice(place.region() + key).uuid();
  }
}
