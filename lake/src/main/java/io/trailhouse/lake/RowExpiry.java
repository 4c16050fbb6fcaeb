package io.trailhouse.lake;

import io.trailhouse.event.EventField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// Asks one row after the other whether it goes.
///
/// The account is that of the recipient, else of the caller. Where a value did not fit its column
/// it stands in `extra`; such a row may belong to each account that `extra` names, and is kept as
/// long as any of them is, and held where any of them is: what does not say what it is, is kept.
final class RowExpiry {
  private static final int RECIPIENT = EventSchema.node(EventField.RECIPIENT_ACCOUNT_ID).leaf();
  private static final EventSchema.Node IDENTITY = EventSchema.node(EventField.USER_IDENTITY);
  private static final EventSchema.Node ISSUER =
      below(below(IDENTITY, "sessionContext"), "sessionIssuer");
  private static final int CALLER = below(IDENTITY, "accountId").leaf();
  private static final int[] PRINCIPALS = {
    below(IDENTITY, "arn").leaf(),
    below(IDENTITY, "principalId").leaf(),
    below(ISSUER, "arn").leaf(),
    below(ISSUER, "principalId").leaf()
  };

  private final DayExpiry day;
  private final Map<Binary, Set<EventClass>> ofAccounts = new HashMap<>();
  private final List<Held> holds = new ArrayList<>();

  RowExpiry(DayExpiry day) {
    this.day = day;
    day.ofAccounts().forEach((id, classes) -> ofAccounts.put(Binary.fromString(id), classes));
    day.holds().forEach(hold -> holds.add(new Held(hold)));
  }

  private static EventSchema.Node below(EventSchema.Node node, String key) {
    EventSchema.Node child = node.child(key);
    if (child == null) {
      throw new IllegalStateException(node.key() + " has no " + key);
    }
    return child;
  }

  /// The columns that the answers need.
  String[] columns() {
    List<String> columns =
        new ArrayList<>(List.of("eventcategory", "insightdetails", "managementevent", "eventtime"));
    if (!ofAccounts.isEmpty() || !holds.isEmpty()) {
      columns.addAll(List.of("recipientaccountid", "useridentity.accountid", "extra"));
    }
    if (holds.stream().anyMatch(held -> !held.principals.isEmpty())) {
      columns.addAll(
          List.of(
              "useridentity.arn",
              "useridentity.principalid",
              "useridentity.sessioncontext.sessionissuer.arn",
              "useridentity.sessioncontext.sessionissuer.principalid"));
    }
    return columns.toArray(String[]::new);
  }

  /// Whether a row has expired and no hold covers it.
  boolean drops(EventRow row) {
    return hasExpired(row, EventClass.of(row))
        && holds.stream().noneMatch(held -> held.covers(row));
  }

  boolean hasExpired(EventRow row, EventClass named) {
    Binary recipient = row.text(RECIPIENT);
    if (recipient != null) {
      return expired(recipient).contains(named);
    }
    Binary caller = row.text(CALLER);
    Set<EventClass> expired = caller == null ? day.usual() : expired(caller);
    if (!expired.contains(named)) {
      return false;
    }
    String extra = ofAccounts.isEmpty() ? null : extra(row);
    if (extra == null) {
      return true;
    }
    for (Map.Entry<String, Set<EventClass>> account : day.ofAccounts().entrySet()) {
      if (extra.contains(account.getKey()) && !account.getValue().contains(named)) {
        return false;
      }
    }
    return true;
  }

  private Set<EventClass> expired(Binary account) {
    return ofAccounts.getOrDefault(account, day.usual());
  }

  /// The names of the holds that cover a row.
  List<String> holding(EventRow row) {
    List<String> names = new ArrayList<>(1);
    for (Held held : holds) {
      if (held.covers(row)) {
        names.add(held.hold.name());
      }
    }
    return names;
  }

  private static @Nullable String extra(EventRow row) {
    Binary extra = row.text(EventSchema.EXTRA);
    return extra == null ? null : extra.toStringUsingUTF8().replace("\\/", "/");
  }

  /// A hold as rows are held against it.
  private static final class Held {
    private final LegalHold hold;
    private final Set<Binary> accounts = new HashSet<>();
    private final Set<Binary> principals = new HashSet<>();

    Held(LegalHold hold) {
      this.hold = hold;
      hold.accounts().forEach(id -> accounts.add(Binary.fromString(id)));
      hold.principals().forEach(id -> principals.add(Binary.fromString(id)));
    }

    boolean covers(EventRow row) {
      return hold.spans(row.eventTime(), row.eventTime()) && isOfAccount(row) && isOfPrincipal(row);
    }

    private boolean isOfAccount(EventRow row) {
      if (accounts.isEmpty()) {
        return true;
      }
      Binary recipient = row.text(RECIPIENT);
      if (recipient != null) {
        return accounts.contains(recipient);
      }
      Binary caller = row.text(CALLER);
      return (caller != null && accounts.contains(caller)) || isMentioned(hold.accounts(), row);
    }

    private boolean isOfPrincipal(EventRow row) {
      if (principals.isEmpty()) {
        return true;
      }
      for (int column : PRINCIPALS) {
        Binary value = row.text(column);
        if (value != null && principals.contains(value)) {
          return true;
        }
      }
      return isMentioned(hold.principals(), row);
    }

    private static boolean isMentioned(Set<String> names, EventRow row) {
      String extra = extra(row);
      return extra != null && names.stream().anyMatch(extra::contains);
    }
  }
}
