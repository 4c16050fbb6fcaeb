package io.trailhouse.demo;

import java.time.LocalDate;
import java.util.List;

/// The organization changes: an account is made and moved to its place, and what accounts may do is
/// written down anew.
final class AccountWork implements Actor {

  private static final LocalDate NEW_ACCOUNT = LocalDate.of(2026, 5, 11);
  private static final LocalDate NEW_POLICY = LocalDate.of(2026, 5, 18);
  private static final Place HOME = new Place(Account.MANAGEMENT, "us-east-1");
  private static final String MADE = "666677778888";
  private static final String POLICY = "p-7k2m9x4c";

  private final Dice dice;
  private final SignIn signIn;

  AccountWork(long seed) {
    this.dice = Dice.of(seed, "account work");
    this.signIn = new SignIn(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    if (day.equals(NEW_ACCOUNT)) {
      long second = DemoCalendar.second(day, 10, 26);
      account(second + 30, administrator(second, out), out);
    }
    if (day.equals(NEW_POLICY)) {
      long second = DemoCalendar.second(day, 12, 44);
      policy(second + 30, administrator(second, out), out);
    }
  }

  private Caller administrator(long second, Recorder out) {
    Person tomasz = Person.named("tomasz.wilk");
    Person here =
        new Person(
            tomasz.name(),
            "OrganizationAdmin",
            List.of(HOME),
            tomasz.firstHour(),
            tomasz.address());
    return signIn.commandLine(second, here, HOME, out);
  }

  private void account(long second, Caller caller, Recorder out) {
    Doc status =
        Doc.of("id", "car-" + dice.hex(32))
            .with("accountName", HIDDEN)
            .with("requestedTimestamp", DemoCalendar.responseTime(second));
    Call create =
        call("CreateAccount")
            .asking("accountName", HIDDEN, "email", HIDDEN)
            .answered("createAccountStatus", status.with("state", "IN_PROGRESS"));
    out.record(second, HOME, caller, create);
    Doc done = status.with("state", "SUCCEEDED").with("accountId", MADE);
    Call result =
        call("CreateAccountResult")
            .with("eventType", "AwsServiceEvent")
            .with("serviceEventDetails", Doc.of("createAccountStatus", done));
    out.record(second + 14, HOME, Caller.service("organizations.amazonaws.com"), result);
    Call move =
        call("MoveAccount")
            .asking(
                "accountId",
                MADE,
                "sourceParentId",
                "r-4f2a",
                "destinationParentId",
                "ou-4f2a-trial");
    out.record(second + 55, HOME, caller, move);
  }

  private void policy(long second, Caller caller, Recorder out) {
    Doc made = Doc.of("id", POLICY, "name", "no-leaving", "type", "SERVICE_CONTROL_POLICY");
    Call create =
        call("CreatePolicy")
            .asking("name", "no-leaving", "type", "SERVICE_CONTROL_POLICY", "content", DENY)
            .answered("policy", Doc.of("policySummary", made));
    out.record(second, HOME, caller, create);
    Call attach = call("AttachPolicy").asking("policyId", POLICY, "targetId", "ou-4f2a-trial");
    out.record(second + 21, HOME, caller, attach);
    Call update = call("UpdatePolicy").asking("policyId", POLICY, "content", DENY);
    out.record(second + 190, HOME, caller, update);
  }

  private static Call call(String name) {
    return Call.write("organizations", name);
  }

  private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
  private static final String DENY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\","
          + "\"Action\":\"organizations:LeaveOrganization\",\"Resource\":\"*\"}]}";
}
