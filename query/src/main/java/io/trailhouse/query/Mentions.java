package io.trailhouse.query;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.trailhouse.lake.row.EventSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// Looks for a text in the columns of an event, which costs far less than putting its record
/// together to look there.
final class Mentions {
  /// What a value cannot spell otherwise than its record does, and what stands in no record beside
  /// values and keys.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ./@_-]+");

  /// The longest end of an escape that a text may begin with: of `\u00e9`, all but the backslash.
  private static final int END_OF_ESCAPE = 5;

  private static final int SHORTEST = 3;
  private static final Pattern OF_A_TIME = Pattern.compile("[0-9TZ-]+");
  private static final Set<String> BESIDE_VALUES = besideValues();

  private Mentions() {}

  /// A text that stands in a column of every event whose record holds another text, in any case;
  /// null when none can be told, because the record may have it from a key, from its time or from
  /// between its values.
  static @Nullable String inColumns(String inRecord) {
    String longest = "";
    Matcher plain = PLAIN.matcher(inRecord);
    while (plain.find()) {
      String piece = plain.group().toLowerCase(Locale.ROOT);
      String sure = piece.substring(Math.min(END_OF_ESCAPE, piece.length()));
      boolean elsewhere =
          OF_A_TIME.matcher(plain.group().toUpperCase(Locale.ROOT)).matches()
              || BESIDE_VALUES.stream().anyMatch(each -> each.contains(piece));
      if (!elsewhere && sure.length() > longest.length()) {
        longest = sure;
      }
    }
    return longest.length() < SHORTEST ? null : longest;
  }

  /// The same for a record that is LIKE a pattern.
  static @Nullable String inColumnsLike(String pattern) {
    String longest = null;
    for (String piece : pattern.split("[%_]", -1)) {
      String sure = inColumns(piece);
      if (sure != null && (longest == null || sure.length() > longest.length())) {
        longest = sure;
      }
    }
    return longest;
  }

  /// The condition that a text stands somewhere in an event's columns, in any case; also as a JSON
  /// value spells it.
  static String condition(Schema schema, String text) {
    String spelled = new String(JsonStringEncoder.getInstance().quoteAsString(text));
    return spelled.equals(text)
        ? holds(schema, text)
        : "(" + holds(schema, text) + " OR " + holds(schema, spelled) + ")";
  }

  private static String holds(Schema schema, String text) {
    String wanted = EventSearch.text(text.toLowerCase(Locale.ROOT));
    List<String> leaves = new ArrayList<>();
    for (Types.NestedField column : schema.columns()) {
      if (!column.name().startsWith("th_")) {
        leaves(column.type(), column.name(), leaves);
      }
    }
    return leaves.stream()
        .map(leaf -> "contains(lower(" + leaf + "), " + wanted + ")")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /// Every column, and field of a struct, that holds text; lists as text.
  static void leaves(Type type, String path, List<String> leaves) {
    if (type.isStructType()) {
      type.asStructType()
          .fields()
          .forEach(field -> leaves(field.type(), path + "." + field.name(), leaves));
    } else if (type.isListType()) {
      leaves.add("cast(" + path + " AS text)");
    } else if (type.typeId() == Type.TypeID.STRING) {
      leaves.add(path);
    }
  }

  private static Set<String> besideValues() {
    Set<String> all = new TreeSet<>(Set.of("true", "false", "null"));
    EventSchema.keys().forEach(key -> all.add(key.toLowerCase(Locale.ROOT)));
    return all;
  }
}
