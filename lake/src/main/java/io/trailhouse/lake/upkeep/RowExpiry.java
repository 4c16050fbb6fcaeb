package io.trailhouse.lake.upkeep;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.IdentityPart;
import io.trailhouse.lake.row.EventClass;
import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventSchema;
import io.trailhouse.lake.row.RowIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks one row after the other whether it goes.
///
/// Account and principal are those of [RowIdentity]. Where a value did not fit its column it stands
/// in `extra`; a row whose columns name no account may belong to each that `extra` names, and is
/// kept as long as any of them is, and held where any of them is: what does not say what it is, is
/// kept.
final class RowExpiry {
  private final DayExpiry day;
  private final RowIdentity identity = new RowIdentity();
  private final List<Held> holds = new ArrayList<>();

  RowExpiry(DayExpiry day) {
    this.day = day;
    day.holds().forEach(hold -> holds.add(new Held(hold, identity)));
  }

  /// The columns that the answers need.
  String[] columns() {
    List<String> columns =
        new ArrayList<>(List.of("eventcategory", "insightdetails", "managementevent", "eventtime"));
    if (!day.ofAccounts().isEmpty() || !holds.isEmpty()) {
      columns.addAll(
          RowIdentity.columns(holds.stream().anyMatch(held -> !held.hold.principals().isEmpty())));
      columns.add("extra");
    }
    return columns.toArray(String[]::new);
  }

  /// Whether a row has expired and no hold covers it.
  boolean drops(EventRow row) {
    return hasExpired(row, EventClass.of(row))
        && holds.stream().noneMatch(held -> held.covers(row));
  }

  boolean hasExpired(EventRow row, EventClass named) {
    if (day.ofAccounts().isEmpty()) {
      return day.usual().contains(named);
    }
    if (!day.ofAccounts().getOrDefault(identity.account(row), day.usual()).contains(named)) {
      return false;
    }
    String extra = namesRecipient(row) ? null : extra(row);
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

  /// Then nothing in `extra` can be the account.
  private static boolean namesRecipient(EventRow row) {
    String recipient = RowIdentity.text(row, IdentityPart.RECIPIENT_ACCOUNT);
    return recipient != null && EventIdentity.isNamed(recipient);
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
    String extra = row.string(EventSchema.EXTRA);
    return extra == null ? null : extra.replace("\\/", "/");
  }

  /// A hold as rows are held against it.
  private static final class Held {
    private final LegalHold hold;
    private final RowIdentity identity;

    Held(LegalHold hold, RowIdentity identity) {
      this.hold = hold;
      this.identity = identity;
    }

    boolean covers(EventRow row) {
      return hold.spans(row.eventTime(), row.eventTime()) && isOfAccount(row) && isOfPrincipal(row);
    }

    private boolean isOfAccount(EventRow row) {
      return hold.accounts().isEmpty()
          || hold.accounts().contains(identity.account(row))
          || (!namesRecipient(row) && isMentioned(hold.accounts(), row));
    }

    private boolean isOfPrincipal(EventRow row) {
      return hold.principals().isEmpty()
          || identity.names(row).stream().anyMatch(hold.principals()::contains)
          || isMentioned(hold.principals(), row);
    }

    private static boolean isMentioned(Set<String> names, EventRow row) {
      String extra = extra(row);
      return extra != null && names.stream().anyMatch(extra::contains);
    }
  }
}
