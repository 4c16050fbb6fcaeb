package io.trailhouse.ocsf;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The classes of OCSF that event records become.
public enum OcsfClass {
  ACCOUNT_CHANGE(3001, "Account Change", 3, "Identity & Access Management"),
  AUTHENTICATION(3002, "Authentication", 3, "Identity & Access Management"),
  API_ACTIVITY(6003, "API Activity", 6, "Application Activity");

  private static final Set<String> AUTHENTICATION_SERVICES =
      Set.of("signin", "sts", "sso", "sso-directory", "identitystore");
  private static final Set<String> AUTHENTICATION_NAMES =
      Set.of(
          "ConsoleLogin",
          "ExternalIdPDirectoryLogin",
          "CheckMfa",
          "CredentialChallenge",
          "CredentialVerification",
          "UserAuthentication",
          "AssumeRole",
          "AssumeRoleWithSAML",
          "AssumeRoleWithWebIdentity");

  private static final Set<String> ACCOUNT_SERVICES =
      Set.of("iam", "signin", "account", "sso", "sso-directory", "identitystore");
  private static final Set<String> ACCOUNT_NAMES = accountNames();

  private final int uid;
  private final String caption;
  private final int categoryUid;
  private final String categoryName;

  OcsfClass(int uid, String caption, int categoryUid, String categoryName) {
    this.uid = uid;
    this.caption = caption;
    this.categoryUid = categoryUid;
    this.categoryName = categoryName;
  }

  /// The `class_uid`.
  public int uid() {
    return uid;
  }

  /// The `class_name`.
  public String caption() {
    return caption;
  }

  /// The `category_uid`.
  public int categoryUid() {
    return categoryUid;
  }

  /// The `category_name`.
  public String categoryName() {
    return categoryName;
  }

  /// The class of a record. The event's name alone does not tell: other services have a
  /// `CreateUser` too, whose users are not the account's. So the event source must be one that
  /// changes accounts or lets people in, and the event a management event.
  static OcsfClass of(EventView event) {
    String name = event.text(EventField.EVENT_NAME);
    String service = service(event.text(EventField.EVENT_SOURCE));
    String category = event.text(EventField.EVENT_CATEGORY);
    if (name == null || service == null || (category != null && !category.equals("Management"))) {
      return API_ACTIVITY;
    }
    if (AUTHENTICATION_NAMES.contains(name) && AUTHENTICATION_SERVICES.contains(service)) {
      return AUTHENTICATION;
    }
    return ACCOUNT_NAMES.contains(name) && ACCOUNT_SERVICES.contains(service)
        ? ACCOUNT_CHANGE
        : API_ACTIVITY;
  }

  /// The first label of an event source: partitions of AWS differ in the others.
  private static @Nullable String service(@Nullable String source) {
    int dot = source == null ? -1 : source.indexOf('.');
    return source == null || dot < 0 ? source : source.substring(0, dot);
  }

  private static Set<String> accountNames() {
    Set<String> names =
        new HashSet<>(
            List.of(
                "ChangePassword",
                "PasswordUpdated",
                "EmailUpdated",
                "AccountNameUpdated",
                "AddUserToGroup",
                "RemoveUserFromGroup",
                "AddRoleToInstanceProfile",
                "RemoveRoleFromInstanceProfile",
                "UpdateAssumeRolePolicy",
                "UpdateRoleDescription",
                "EnableMFADevice",
                "DeactivateMFADevice",
                "ResyncMFADevice",
                "UpdateAccountPasswordPolicy",
                "DeleteAccountPasswordPolicy",
                "UpdateAccountEmailAddress",
                "UpdateAccountName",
                "RequestSmsMfaRegistration",
                "FinalizeSmsMfaRegistration",
                "DeletePolicy"));
    List<String> changes = List.of("Create", "Update", "Delete");
    addEach(
        names, changes, List.of("User", "Role", "LoginProfile", "AccessKey", "InstanceProfile"));
    addEach(names, changes, List.of("VirtualMFADevice", "ServiceLinkedRole", "AccountAlias"));
    addEach(names, List.of("Update", "Delete"), List.of("Group"));
    addEach(
        names,
        List.of("Attach", "Detach", "Put", "Delete"),
        List.of("UserPolicy", "GroupPolicy", "RolePolicy"));
    addEach(
        names,
        List.of("Put", "Delete"),
        List.of("UserPermissionsBoundary", "RolePermissionsBoundary"));
    addEach(names, List.of("Tag", "Untag"), List.of("User", "Role", "InstanceProfile"));
    return Set.copyOf(names);
  }

  private static void addEach(Set<String> names, List<String> verbs, List<String> kinds) {
    for (String verb : verbs) {
      for (String kind : kinds) {
        names.add(verb + kind);
      }
    }
  }
}
