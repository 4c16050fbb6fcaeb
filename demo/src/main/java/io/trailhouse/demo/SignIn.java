package io.trailhouse.demo;

/// The records of a person's way in: challenge and answer, federation, the session in an account.
final class SignIn {

  private static final String DIRECTORY = "d-90670a1b2c";
  private static final Place HOME = new Place(Account.MANAGEMENT, "us-east-1");

  private final Dice dice;
  private final StsCalls sts;

  SignIn(Dice dice) {
    this.dice = dice;
    this.sts = new StsCalls(dice);
  }

  /// Signs a person in to the portal, with a password and a second factor.
  void portal(long second, Person person, Recorder out) {
    String workflow = dice.uuid();
    Caller caller = identityCenter(person);
    out.record(second, HOME, caller, step("CredentialChallenge", workflow, "PASSWORD"));
    if (dice.oneIn(14)) {
      Call mistyped =
          event("CredentialVerification", "Failure")
              .additionally(Doc.of("AuthWorkflowID", workflow, "CredentialType", "PASSWORD"));
      out.record(second + 6, HOME, caller, mistyped);
    }
    out.record(second + 15, HOME, caller, step("CredentialVerification", workflow, "PASSWORD"));
    out.record(second + 15, HOME, caller, step("CredentialChallenge", workflow, "TOTP"));
    out.record(second + 27, HOME, caller, step("CredentialVerification", workflow, "TOTP"));
    Call done =
        event("UserAuthentication", "Success")
            .additionally(
                Doc.of("AuthWorkflowID", workflow)
                    .with("LoginTo", "https://" + DIRECTORY + ".awsapps.com/start/")
                    .with("CredentialType", "PASSWORD,TOTP")
                    .with("UserName", person.email()));
    out.record(second + 27, HOME, caller, done);
  }

  /// Opens the console of an account and gives the caller who works in it.
  Caller console(long second, Person person, Place place, Recorder out) {
    Session session = federate(second, person, place, out);
    out.record(
        second + 2, place, samlUser(person), sts.assumeRoleWithSaml(session, person.email()));
    Caller browser = Caller.session(session, Seat.browser(person.address()));
    Call login =
        Call.write("signin", "ConsoleLogin")
            .answered("ConsoleLogin", "Success")
            .additionally(
                Doc.of("LoginTo", "https://console.aws.amazon.com/console/home")
                    .with("MobileVersion", "No")
                    .with("MFAUsed", "No"))
            .with("eventType", "AwsConsoleSignIn");
    out.record(second + 3, place, browser, login);
    return browser.from(Seat.console(person.address()));
  }

  /// Takes keys for the command line instead.
  Caller commandLine(long second, Person person, Place place, Recorder out) {
    Session session = Session.of(person.role(place.account()), person.email(), dice, second);
    Caller caller = identityCenter(person).from(Seat.at(person.address(), CLI + "sso.login"));
    Doc details = Doc.of("role_name", person.permissionSet(), "account_id", place.account().id());
    Call keys =
        Call.read("sso", "GetRoleCredentials")
            .with("eventType", "AwsServiceEvent")
            .with("serviceEventDetails", details);
    out.record(second, HOME, caller, keys);
    return Caller.session(session, Seat.at(person.address(), CLI + "ec2.describe-instances"));
  }

  private static final String CLI =
      "aws-cli/2.27.6 md/awscrt#0.26.1 ua/2.1 os/macos#24.4.0 md/arch#arm64 lang/python#3.13.2"
          + " md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#";

  private Session federate(long second, Person person, Place place, Recorder out) {
    Session session = Session.of(person.role(place.account()), person.email(), dice, second + 2);
    Doc details =
        Doc.of("role_name", person.permissionSet())
            .with("relay_state", "")
            .with("account_id", place.account().id());
    Call federate =
        Call.write("sso", "Federate")
            .with("eventType", "AwsServiceEvent")
            .with("serviceEventDetails", details);
    out.record(second, HOME, identityCenter(person), federate);
    return session;
  }

  private static Caller identityCenter(Person person) {
    Doc identity =
        Doc.of("type", "IdentityCenterUser")
            .with("accountId", Account.MANAGEMENT.id())
            .with(
                "onBehalfOf",
                Doc.of("userId", person.userId())
                    .with(
                        "identityStoreArn",
                        Account.MANAGEMENT.arn("identitystore", "identitystore/" + DIRECTORY)))
            .with("credentialId", Dice.of(0, "credential " + person.name()).alphanumeric(27));
    return new Caller(
        Account.MANAGEMENT.id(), person.userId(), identity, Seat.browser(person.address()));
  }

  private static Caller samlUser(Person person) {
    Doc identity =
        Doc.of("type", "SAMLUser")
            .with("principalId", Dice.of(0, "saml").alphanumeric(27) + "=:" + person.email())
            .with("userName", person.email())
            .with("identityProvider", Dice.of(0, "saml").alphanumeric(27) + "=");
    return new Caller(null, person.email(), identity, Seat.browser(person.address()));
  }

  private static Call step(String name, String workflow, String type) {
    return event(name, "Success")
        .additionally(Doc.of("AuthWorkflowID", workflow, "CredentialType", type));
  }

  private static Call event(String name, String outcome) {
    return Call.write("signin", name)
        .with("eventType", "AwsServiceEvent")
        .with("serviceEventDetails", Doc.of(name, outcome));
  }
}
