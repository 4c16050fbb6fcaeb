package io.trailhouse.demo;

import java.time.LocalDate;
import java.util.List;

/// Changes to what guards other things: keys, who may read a bucket, a lost second factor.
final class GuardedThings implements Actor {

  private static final LocalDate LOST_PHONE = LocalDate.of(2026, 5, 6);
  private static final LocalDate KEY_DAY = LocalDate.of(2026, 5, 12);
  private static final LocalDate SECOND_THOUGHT = LocalDate.of(2026, 5, 13);
  private static final LocalDate BUCKET_DAY = LocalDate.of(2026, 5, 14);
  private static final Place DEV = new Place(Account.DEVELOPMENT, "us-east-1");
  private static final Place PROD = new Place(Account.PRODUCTION, "us-east-1");
  private static final Place DATA = new Place(Account.DATA, "eu-west-1");
  private static final String KEY = "5f8d2c41-7b3e-4a96-9c05-1e6f8b7d2a34";

  private final Dice dice;
  private final SignIn signIn;
  private final S3Calls s3;

  GuardedThings(long seed) {
    this.dice = Dice.of(seed, "guarded things");
    this.signIn = new SignIn(dice);
    this.s3 = new S3Calls(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    if (day.equals(LOST_PHONE)) {
      lostPhone(DemoCalendar.second(day, 8, 41), out);
    }
    if (day.equals(KEY_DAY)) {
      keys(DemoCalendar.second(day, 13, 5), out);
    }
    if (day.equals(SECOND_THOUGHT)) {
      long second = DemoCalendar.second(day, 7, 31);
      Caller priya = signIn.commandLine(second, Person.named("priya.nair"), PROD, out);
      out.record(second + 22, PROD, priya, key("CancelKeyDeletion", Doc.EMPTY));
    }
    if (day.equals(BUCKET_DAY)) {
      bucket(DemoCalendar.second(day, 9, 50), out);
    }
  }

  /// Since then `legacy-ops` signs in without a second factor.
  private void lostPhone(long second, Recorder out) {
    Caller priya = signIn.commandLine(second, Person.named("priya.nair"), DEV, out);
    String serial = DEV.account().arn("iam", "mfa/legacy-ops");
    Call off =
        Call.write("iam", "DeactivateMFADevice")
            .asking("userName", "legacy-ops", "serialNumber", serial);
    Call gone = Call.write("iam", "DeleteVirtualMFADevice").asking("serialNumber", serial);
    out.record(second + 31, DEV, priya, off);
    out.record(second + 33, DEV, priya, gone);
  }

  private void keys(long second, Recorder out) {
    Caller priya = signIn.commandLine(second, Person.named("priya.nair"), PROD, out);
    Doc policy = Doc.of("policyName", "default", "bypassPolicyLockoutSafetyCheck", false);
    out.record(second + 15, PROD, priya, key("PutKeyPolicy", policy.with("policy", POLICY)));
    Doc grant =
        Doc.of("granteePrincipal", Role.of(Account.PRODUCTION, "order-api-role").arn())
            .with("operations", List.of("Decrypt", "GenerateDataKey"));
    Call granted = key("CreateGrant", grant).answered("grantId", dice.hex(64));
    out.record(second + 40, PROD, priya, granted);
    Call end =
        key("ScheduleKeyDeletion", Doc.of("pendingWindowInDays", 30))
            .answered("keyState", "PendingDeletion", "pendingWindowInDays", 30);
    out.record(second + 300, PROD, priya, end);
  }

  private static Call key(String name, Doc more) {
    String arn = PROD.arn("kms", "key/" + KEY);
    return Call.write("kms", name)
        .asking(Doc.of("keyId", KEY).with(more))
        .on(Call.resource(PROD.account(), "AWS::KMS::Key", arn));
  }

  private void bucket(long second, Recorder out) {
    Caller sam = signIn.commandLine(second, Person.named("sam.oconnor"), DATA, out);
    Doc block =
        Doc.of("RestrictPublicBuckets", true)
            .with("BlockPublicPolicy", true)
            .with("BlockPublicAcls", true)
            .with("IgnorePublicAcls", true);
    Doc request =
        Doc.of("bucketName", S3Calls.LAKE, "publicAccessBlock", "")
            .with("PublicAccessBlockConfiguration", block);
    Call closed =
        Call.write("s3", "PutBucketPublicAccessBlock")
            .asking(request)
            .on(Call.resource(DATA.account(), "AWS::S3::Bucket", "arn:aws:s3:::" + S3Calls.LAKE));
    out.record(second + 28, DATA, sam, closed);
    Doc policy =
        Doc.of("Version", "2012-10-17")
            .with(
                "Statement", List.of(Doc.of("Effect", "Deny", "Principal", "*", "Action", "s3:*")));
    out.record(second + 61, DATA, sam, s3.putBucketPolicy(DATA, S3Calls.LAKE, policy));
  }

  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"AWS\":\"arn:aws:iam::333344445555:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}";
}
