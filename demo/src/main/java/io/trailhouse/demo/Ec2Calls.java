package io.trailhouse.demo;

/// Calls to EC2.
final class Ec2Calls {

  private final Dice dice;

  Ec2Calls(Dice dice) {
    this.dice = dice;
  }

  static Call describeInstances(String... instances) {
    Object[] items = new Object[instances.length];
    for (int i = 0; i < items.length; i++) {
      items[i] = Doc.of("instanceId", instances[i]);
    }
    Doc set = instances.length == 0 ? Doc.EMPTY : Doc.items(items);
    return Call.read("ec2", "DescribeInstances")
        .asking("instancesSet", set, "filterSet", Doc.EMPTY);
  }

  /// A `Describe…` that asks for everything.
  static Call describe(String name, String set) {
    return Call.read("ec2", name).asking(set, Doc.EMPTY, "filterSet", Doc.EMPTY);
  }

  Call runInstances(Place place, String instance, String template) {
    String request = dice.uuid();
    return Call.write("ec2", "RunInstances")
        .asking(
            Doc.of("instancesSet", Doc.items(Doc.of("minCount", 1, "maxCount", 1)))
                .with("blockDeviceMapping", Doc.EMPTY)
                .with("monitoring", Doc.of("enabled", false))
                .with("disableApiTermination", false)
                .with("clientToken", "fleet-" + dice.uuid())
                .with("subnetId", "subnet-0c71e6b52fa8d9430")
                .with("launchTemplate", Doc.of("launchTemplateId", template, "version", "14")))
        .answered(
            Doc.of("requestId", request)
                .with("reservationId", "r-" + dice.hex(17))
                .with("ownerId", place.account().id())
                .with("groupSet", Doc.EMPTY)
                .with("instancesSet", Doc.items(machine(place, instance))))
        .with("requestID", request);
  }

  private Doc machine(Place place, String instance) {
    return Doc.of("instanceId", instance)
        .with("imageId", "ami-0d1a2c9e5b7f40331")
        .with("instanceState", Doc.of("code", 0, "name", "pending"))
        .with("privateDnsName", privateName(place))
        .with("amiLaunchIndex", 0)
        .with("instanceType", "m7g.large")
        .with("placement", Doc.of("availabilityZone", place.region() + "b", "tenancy", "default"))
        .with("monitoring", Doc.of("state", "disabled"))
        .with("subnetId", "subnet-0c71e6b52fa8d9430")
        .with("vpcId", "vpc-08ab3de1f74c25906")
        .with("ebsOptimized", true);
  }

  Call terminateInstances(String instance) {
    String request = dice.uuid();
    Doc change =
        Doc.of("instanceId", instance)
            .with("currentState", Doc.of("code", 32, "name", "shutting-down"))
            .with("previousState", Doc.of("code", 16, "name", "running"));
    return Call.write("ec2", "TerminateInstances")
        .asking("instancesSet", Doc.items(Doc.of("instanceId", instance)))
        .answered("requestId", request, "instancesSet", Doc.items(change))
        .with("requestID", request);
  }

  Call createSnapshot(Place place, String volume, String snapshot, long second) {
    String request = dice.uuid();
    return Call.write("ec2", "CreateSnapshot")
        .asking("volumeId", volume, "description", "weekly")
        .answered(
            Doc.of("requestId", request)
                .with("snapshotId", snapshot)
                .with("volumeId", volume)
                .with("status", "pending")
                .with("startTime", second * 1000)
                .with("ownerId", place.account().id())
                .with("volumeSize", "200")
                .with("description", "weekly")
                .with("encrypted", false))
        .with("requestID", request);
  }

  Call shareSnapshot(String snapshot, String outsider) {
    String request = dice.uuid();
    Doc add = Doc.of("add", Doc.items(Doc.of("userId", outsider)));
    return Call.write("ec2", "ModifySnapshotAttribute")
        .asking(
            Doc.of("snapshotId", snapshot)
                .with("createVolumePermission", add)
                .with("attributeType", "CREATE_VOLUME_PERMISSION"))
        .answered("requestId", request, "_return", true)
        .with("requestID", request);
  }

  Call createTags(String resource, String name) {
    String request = dice.uuid();
    return Call.write("ec2", "CreateTags")
        .asking(
            Doc.of("resourcesSet", Doc.items(Doc.of("resourceId", resource)))
                .with("tagSet", Doc.items(Doc.of("key", "Name", "value", name))))
        .answered("requestId", request, "_return", true)
        .with("requestID", request);
  }

  Call authorizeIngress(String group, String network, int port) {
    String request = dice.uuid();
    Doc range = Doc.of("cidrIp", network, "description", "office");
    Doc permission =
        Doc.of("ipProtocol", "tcp")
            .with("fromPort", port)
            .with("toPort", port)
            .with("groups", Doc.EMPTY)
            .with("ipRanges", Doc.items(range))
            .with("ipv6Ranges", Doc.EMPTY)
            .with("prefixListIds", Doc.EMPTY);
    return Call.write("ec2", "AuthorizeSecurityGroupIngress")
        .asking("groupId", group, "ipPermissions", Doc.items(permission))
        .answered("requestId", request, "_return", true)
        .with("requestID", request);
  }

  private String privateName(Place place) {
    String zone = place.region().equals("us-east-1") ? "ec2" : place.region() + ".compute";
    return "ip-10-20-" + dice.below(64) + "-" + dice.between(4, 250) + "." + zone + ".internal";
  }
}
