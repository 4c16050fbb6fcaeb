package io.trailhouse.ocsf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values that investigators look for, gathered in one list.
final class OcsfObservables {
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");

  private OcsfObservables() {}

  /// User names, the address or host that a call came from, the ARNs of resources.
  ///
  /// @param source the `src_endpoint`; a `domain` there may be words, such as `AWS Internal`, which
  ///   nobody would look for
  static List<OcsfStruct> of(
      @Nullable String actor, OcsfStruct user, OcsfStruct source, List<OcsfStruct> resources) {
    List<OcsfStruct> all = new ArrayList<>();
    add(all, "actor.user.name", "User Name", 4, actor);
    add(all, "user.name", "User Name", 4, user.members().get("name"));
    add(all, "src_endpoint.ip", "IP Address", 2, source.members().get("ip"));
    if (source.members().get("domain") instanceof String host && isHostName(host)) {
      add(all, "src_endpoint.domain", "Hostname", 1, host);
    }
    for (OcsfStruct resource : resources) {
      add(all, "resources[].uid", "Resource UID", 10, resource.members().get("uid"));
    }
    return all;
  }

  private static boolean isHostName(String text) {
    return text.length() <= 253 && HOST_NAME.matcher(text).matches();
  }

  private static void add(
      List<OcsfStruct> all, String name, String type, int id, @Nullable Object value) {
    if (value instanceof String text && !text.isEmpty()) {
      all.add(
          new OcsfStruct()
              .text("name", name)
              .text("type", type)
              .number("type_id", id)
              .text("value", text));
    }
  }
}
