package io.trailhouse.ocsf;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What was done, as one of the activities of an [OcsfClass].
///
/// @param id the `activity_id`
/// @param caption what the schema calls it; the second part of the `type_name`
/// @param name the `activity_name`: the caption, but for [#OTHER] the record's own word, as the
///   schema wants it
record OcsfActivity(int id, String caption, String name) {
  static final int UNKNOWN = 0;
  static final int OTHER = 99;

  private static final int CREATE = 1;
  private static final int READ = 2;
  private static final int UPDATE = 3;
  private static final int DELETE = 4;

  private static final Map<Integer, String> API_CAPTIONS =
      Map.of(CREATE, "Create", READ, "Read", UPDATE, "Update", DELETE, "Delete");
  private static final Map<Integer, String> ACCOUNT_CAPTIONS =
      Map.of(
          1, "Create", 3, "Password Change", 6, "Delete", 7, "Attach Policy", 8, "Detach Policy");

  private static final Map<String, Integer> BY_FIRST_WORD = byFirstWord();

  /// What a Delete of an account change may be that takes no user, role, group or policy away.
  private static final List<String> DELETES_OF_OTHER_THINGS =
      List.of(
          "DeleteSSH",
          "DeleteServer",
          "DeleteSign",
          "DeleteAccount",
          "DeleteCloudFront",
          "DeleteService");

  private static final Set<String> LOGONS =
      Set.of("ConsoleLogin", "ExternalIdPDirectoryLogin", "UserAuthentication");

  static OcsfActivity of(OcsfClass type, EventView event) {
    String name = event.text(EventField.EVENT_NAME);
    if (name == null || name.isEmpty()) {
      String kind = event.text(EventField.EVENT_TYPE);
      return kind == null || kind.isEmpty()
          ? new OcsfActivity(UNKNOWN, "Unknown", "Unknown")
          : new OcsfActivity(OTHER, "Other", kind);
    }
    int id =
        switch (type) {
          case API_ACTIVITY -> call(name, event);
          case AUTHENTICATION -> LOGONS.contains(name) || name.contains("AssumeRole") ? 1 : OTHER;
          case ACCOUNT_CHANGE -> accountChange(name);
        };
    String caption = caption(type, id);
    return caption == null
        ? new OcsfActivity(OTHER, "Other", name)
        : new OcsfActivity(id, caption, caption);
  }

  private static @Nullable String caption(OcsfClass type, int id) {
    return switch (type) {
      case API_ACTIVITY -> API_CAPTIONS.get(id);
      case AUTHENTICATION -> id == 1 ? "Logon" : null;
      case ACCOUNT_CHANGE -> ACCOUNT_CAPTIONS.get(id);
    };
  }

  private static int call(String name, EventView event) {
    Integer known = BY_FIRST_WORD.get(firstWord(name));
    if (known != null) {
      return known;
    }
    String readOnly = event.json(EventField.READ_ONLY);
    return "true".equals(readOnly) || "\"true\"".equals(readOnly) ? READ : OTHER;
  }

  private static int accountChange(String name) {
    Predicate<String> begins = name::startsWith;
    if (begins.test("Create") || name.equals("ResyncMFADevice") || name.equals("EnableMFADevice")) {
      return 1;
    }
    if (name.equals("ChangePassword") || name.equals("PasswordUpdated")) {
      return 3;
    }
    if (begins.test("Attach") || begins.test("Put") || name.equals("AddUserToGroup")) {
      return 7;
    }
    if (begins.test("Detach") || begins.test("Remove")) {
      return 8;
    }
    return begins.test("Delete") && DELETES_OF_OTHER_THINGS.stream().noneMatch(begins) ? 6 : OTHER;
  }

  /// The verb that a name begins with: `Delete` of `DeleteListener`, `Get` of `BatchGetItem`.
  static String firstWord(String name) {
    int from = name.startsWith("Batch") && name.length() > 5 ? 5 : 0;
    int to = from + 1;
    while (to < name.length() && Character.isLowerCase(name.charAt(to))) {
      to++;
    }
    return Character.toUpperCase(name.charAt(from)) + name.substring(from + 1, to);
  }

  private static Map<String, Integer> byFirstWord() {
    Map<String, Integer> ids = new HashMap<>();
    put(ids, CREATE, "Create", "Run", "Generate");
    put(ids, READ, "Get", "List", "Describe", "Search", "Lookup");
    put(ids, UPDATE, "Update", "Put", "Modify", "Add", "Remove", "Start", "Stop", "Attach");
    put(ids, UPDATE, "Detach", "Associate", "Disassociate", "Tag", "Untag", "Enable", "Disable");
    put(ids, UPDATE, "Register", "Deregister");
    put(ids, DELETE, "Delete", "Terminate");
    return Map.copyOf(ids);
  }

  private static void put(Map<String, Integer> ids, int id, String... words) {
    for (String word : words) {
      ids.put(word, id);
    }
  }
}
