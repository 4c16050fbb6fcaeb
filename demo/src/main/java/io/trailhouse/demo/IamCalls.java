package io.trailhouse.demo;

import java.util.List;

/// Calls to IAM in one account.
final class IamCalls {

  private final Account account;

  IamCalls(Account account) {
    this.account = account;
  }

  static Call look(String name) {
    return Call.read("iam", name);
  }

  static Call aboutUser(String name, String user) {
    return Call.read("iam", name).asking("userName", user);
  }

  static Call aboutRole(String name, String role) {
    return Call.read("iam", name).asking("roleName", role);
  }

  Call simulate(String user, String action) {
    return Call.read("iam", "SimulatePrincipalPolicy")
        .asking(
            Doc.of("policySourceArn", account.arn("iam", "user/" + user))
                .with("actionNames", List.of(action)));
  }

  Call createUser(String user, long second) {
    Doc made =
        Doc.of("path", "/")
            .with("userName", user)
            .with("userId", Caller.userId(account, user))
            .with("arn", account.arn("iam", "user/" + user))
            .with("createDate", DemoCalendar.responseTime(second));
    return Call.write("iam", "CreateUser").asking("userName", user).answered("user", made);
  }

  Call createAccessKey(String user, String key, long second) {
    Doc made =
        Doc.of("userName", user)
            .with("accessKeyId", key)
            .with("status", "Active")
            .with("createDate", DemoCalendar.responseTime(second));
    return Call.write("iam", "CreateAccessKey")
        .asking("userName", user)
        .answered("accessKey", made);
  }

  Call createLoginProfile(String user, long second) {
    Doc made =
        Doc.of("userName", user)
            .with("createDate", DemoCalendar.responseTime(second))
            .with("passwordResetRequired", false);
    return Call.write("iam", "CreateLoginProfile")
        .asking("userName", user, "passwordResetRequired", false)
        .answered("loginProfile", made);
  }

  Call attachUserPolicy(String user, String policyArn) {
    return Call.write("iam", "AttachUserPolicy").asking("userName", user, "policyArn", policyArn);
  }

  Call detachUserPolicy(String user, String policyArn) {
    return Call.write("iam", "DetachUserPolicy").asking("userName", user, "policyArn", policyArn);
  }

  Call deactivateKey(String user, String key) {
    return Call.write("iam", "UpdateAccessKey")
        .asking("userName", user, "accessKeyId", key, "status", "Inactive");
  }

  Call deleteLoginProfile(String user) {
    return Call.write("iam", "DeleteLoginProfile").asking("userName", user);
  }

  Call putRolePolicy(String role, String policy, String document) {
    return Call.write("iam", "PutRolePolicy")
        .asking("roleName", role, "policyName", policy, "policyDocument", document);
  }

  Call tagRole(String role, String key, String value) {
    return Call.write("iam", "TagRole")
        .asking("roleName", role, "tags", List.of(Doc.of("key", key, "value", value)));
  }
}
