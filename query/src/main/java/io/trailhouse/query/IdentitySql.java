package io.trailhouse.query;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.IdentityPart;
import io.trailhouse.source.LogFileName;
import java.util.ArrayList;
import java.util.List;

/// What [EventIdentity] says of an event, as expressions over the columns of `events`: put together
/// from the same lists, so that a search finds what a rule or a route would name.
final class IdentitySql {
  /// Who acted; NULL without anybody named.
  static final String PRINCIPAL = principal();

  /// Who acted, as people say it: role and session, user, service; without a name what kind of
  /// identity it was.
  static final String WHO =
      "coalesce(regexp_extract(%1$s, %2$s, 1), %1$s, useridentity.type)"
          .formatted(PRINCIPAL, TableView.quoted(EventIdentity.NAME_IN_ARN));

  /// The account that received the event, else the identity's, else the log file's.
  static final String ACCOUNT = account();

  private IdentitySql() {}

  private static String principal() {
    List<String> names = new ArrayList<>();
    for (IdentityPart part : EventIdentity.PRINCIPALS) {
      String name = text(part.column());
      names.add(
          part == IdentityPart.ISSUER_ARN
              ? "CASE WHEN contains(%s, %s) THEN %s END"
                  .formatted(part.column(), TableView.quoted(EventIdentity.OF_ROLE), name)
              : name);
    }
    return "coalesce(" + String.join(", ", names) + ")";
  }

  /// A number, true or false stands in `extra` alone where an earlier version has stored it; no
  /// other text does, but one that fits no column and so names nobody. It is looked for by a
  /// function of ours, since the quick way that statements of people take for a path is so much SQL
  /// that planning it costs more than a search takes.
  private static String account() {
    List<String> accounts = new ArrayList<>();
    for (IdentityPart part : EventIdentity.ACCOUNTS) {
      for (String value :
          List.of(
              part.column(),
              "regexp_extract(th_json_scalar(extra, '$.%s'), '^(?:true|false|[-+0-9.eE]+)$')"
                  .formatted(part.path()))) {
        accounts.add(
            "nullif(%s, %s)".formatted(text(value), TableView.quoted(EventIdentity.ANONYMOUS)));
      }
    }
    accounts.add(
        "regexp_extract(regexp_extract(th_object, '[^/]*$'), %s, 1)"
            .formatted(TableView.quoted("^(?:" + LogFileName.IN_NAME + ")$")));
    accounts.add(
        "regexp_extract(th_object, %s, 1)"
            .formatted(TableView.quoted("^(?:" + LogFileName.IN_FOLDERS + ")$")));
    return "coalesce(" + String.join(", ", accounts) + ")";
  }

  private static String text(String value) {
    return "nullif(trim(%s, %s), '')".formatted(value, TableView.quoted(EventIdentity.BLANKS));
  }
}
