package io.trailhouse.destination;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Which keys an [ObjectStore] takes, wherever it is: what is made of hostile text must not lead
/// out of a folder or below a name that tools read otherwise.
public final class ObjectKeys {
  /// As S3 has it.
  private static final int LONGEST = 1024;

  private ObjectKeys() {}

  /// Why a key can never be written; null when it can.
  public static @Nullable String problem(String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      return "its key has more than " + LONGEST + " bytes";
    }
    for (String part : key.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "a part of its key is empty, `.` or `..`";
      }
    }
    return key.chars().anyMatch(Character::isISOControl)
        ? "its key holds a control character"
        : null;
  }
}
