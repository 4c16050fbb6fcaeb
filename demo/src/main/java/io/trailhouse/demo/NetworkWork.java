package io.trailhouse.demo;

import java.time.LocalDate;
import java.util.List;

/// Work on networks: a new one for trials, and a security group that stood open to the world for
/// half an hour.
final class NetworkWork implements Actor {

  private static final LocalDate NEW_NETWORK = LocalDate.of(2026, 5, 5);
  private static final LocalDate OPEN_DOOR = LocalDate.of(2026, 5, 7);
  private static final LocalDate NEW_ROUTE = LocalDate.of(2026, 5, 15);
  private static final Place DEV = new Place(Account.DEVELOPMENT, "us-east-1");
  private static final String VPC = "vpc-0a9d3c51e7b86f204";
  private static final String ROUTES = "rtb-0d4e8a17c2b95f603";
  private static final String GATEWAY = "igw-07f1b2c93d5e6a480";

  private final Dice dice;
  private final SignIn signIn;
  private final Ec2Calls ec2;

  NetworkWork(long seed) {
    this.dice = Dice.of(seed, "network work");
    this.signIn = new SignIn(dice);
    this.ec2 = new Ec2Calls(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    if (day.equals(NEW_NETWORK)) {
      long second = DemoCalendar.second(day, 9, 12);
      Caller tomasz = signIn.commandLine(second, Person.named("tomasz.wilk"), DEV, out);
      build(second + 30, tomasz, out);
    }
    if (day.equals(OPEN_DOOR)) {
      long second = DemoCalendar.second(day, 15, 20);
      Caller jonas = signIn.commandLine(second, Person.named("jonas.berg"), DEV, out);
      String group = "sg-0" + DEV.account().dice("trials").hex(16);
      out.record(second + 20, DEV, jonas, ec2.authorizeIngress(group, "0.0.0.0/0", 22));
      out.record(second + 1940, DEV, jonas, revokeIngress(group));
    }
    if (day.equals(NEW_ROUTE)) {
      long second = DemoCalendar.second(day, 11, 3);
      Caller priya = signIn.commandLine(second, Person.named("priya.nair"), DEV, out);
      out.record(second + 25, DEV, priya, route("10.24.0.0/16", "pcx-04c1d9e8a7b35f260"));
      Call delete =
          write("DeleteRoute", Doc.of("routeTableId", ROUTES))
              .asking("routeTableId", ROUTES, "destinationCidrBlock", "10.99.0.0/16");
      out.record(second + 70, DEV, priya, delete);
    }
  }

  private void build(long start, Caller caller, Recorder out) {
    Doc vpc = Doc.of("vpcId", VPC);
    List<Call> calls =
        List.of(
            write("CreateVpc", Doc.of("cidrBlock", "10.31.0.0/16", "instanceTenancy", "default"))
                .answered("vpc", vpc.with("state", "pending").with("cidrBlock", "10.31.0.0/16")),
            write("CreateSubnet", vpc.with("cidrBlock", "10.31.4.0/24")),
            write("CreateInternetGateway", Doc.EMPTY)
                .answered("internetGateway", Doc.of("internetGatewayId", GATEWAY)),
            write("AttachInternetGateway", vpc.with("internetGatewayId", GATEWAY)),
            write("CreateRouteTable", vpc).answered("routeTable", vpc.with("routeTableId", ROUTES)),
            route("0.0.0.0/0", GATEWAY));
    for (Call call : calls) {
      out.record(start, DEV, caller, call);
      start += dice.between(2, 9);
    }
  }

  private static Call route(String network, String target) {
    return write(
        "CreateRoute",
        Doc.of("routeTableId", ROUTES, "destinationCidrBlock", network, "gatewayId", target));
  }

  private static Call revokeIngress(String group) {
    Doc range = Doc.of("cidrIp", "0.0.0.0/0");
    Doc permission =
        Doc.of("ipProtocol", "tcp")
            .with("fromPort", 22)
            .with("toPort", 22)
            .with("ipRanges", Doc.items(range));
    return write(
        "RevokeSecurityGroupIngress",
        Doc.of("groupId", group, "ipPermissions", Doc.items(permission)));
  }

  private static Call write(String name, Doc request) {
    return Call.write("ec2", name).asking(request);
  }
}
