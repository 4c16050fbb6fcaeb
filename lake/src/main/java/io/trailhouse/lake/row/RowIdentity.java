package io.trailhouse.lake.row;

import io.trailhouse.event.EventIdentity;
import io.trailhouse.event.IdentityPart;
import io.trailhouse.source.LogFileName;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// [EventIdentity] of stored rows, from their columns. Remembers the log file it saw last, since
/// rows of one file stand together. Not for several threads at once.
public final class RowIdentity {
  private static final int[] LEAVES = leaves();

  private @Nullable Binary lastObject;
  private @Nullable String lastAccount;

  @SuppressWarnings("EnumOrdinal") // an index of one run; never stored
  private static int[] leaves() {
    int[] leaves = new int[IdentityPart.values().length];
    for (IdentityPart part : IdentityPart.values()) {
      leaves[part.ordinal()] = leaf(part);
    }
    return leaves;
  }

  private static int leaf(IdentityPart part) {
    List<String> names = List.of(part.path().split("\\.", -1));
    for (EventSchema.Node top : EventSchema.FIELDS) {
      if (top.key().equals(names.get(0))) {
        EventSchema.Node node = top;
        for (int i = 1; i < names.size(); i++) {
          EventSchema.Node child = node.child(names.get(i));
          if (child == null) {
            throw new IllegalStateException(node.key() + " has no " + names.get(i));
          }
          node = child;
        }
        return node.leaf();
      }
    }
    throw new IllegalStateException("no column for " + part.path());
  }

  /// The columns that tell the account, and if wanted who acted.
  public static List<String> columns(boolean withPrincipal) {
    List<String> columns = new ArrayList<>();
    for (IdentityPart part : IdentityPart.values()) {
      if (withPrincipal || EventIdentity.ACCOUNTS.contains(part)) {
        columns.add(part.column());
      }
    }
    columns.add("th_object");
    return columns;
  }

  /// The text of a member; null where the column has none.
  @SuppressWarnings("EnumOrdinal")
  public static @Nullable String text(EventRow row, IdentityPart part) {
    Binary value = row.text(LEAVES[part.ordinal()]);
    return value == null ? null : value.toStringUsingUTF8();
  }

  /// The account of a row, as [EventIdentity] settles it; empty when nothing tells it.
  public String account(EventRow row) {
    return EventIdentity.account(part -> text(row, part), fileAccount(row));
  }

  /// Every name under which whoever acted is known.
  public List<String> names(EventRow row) {
    return EventIdentity.of(part -> text(row, part), null).names();
  }

  private @Nullable String fileAccount(EventRow row) {
    Binary object = row.text(EventSchema.OBJECT);
    if (object == null) {
      return null;
    }
    if (!object.equals(lastObject)) {
      lastObject = object.copy();
      lastAccount = LogFileName.of(object.toStringUsingUTF8()).account();
    }
    return lastAccount;
  }
}
