package io.trailhouse.rule;

import io.trailhouse.problem.NearName;
import io.trailhouse.rule.Modifier.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The modifiers of one item, in the order of the rule; they fit together.
record ModifierList(List<Modifier> all) {
  private static final String ONE = "Keep one of them";

  /// Reads what stands behind the first `|` of a key.
  ///
  /// @param wrong gets a problem and its remedy
  /// @return null when something was wrong
  static @Nullable ModifierList of(List<String> words, BiConsumer<String, String> wrong) {
    List<Modifier> all = new ArrayList<>();
    boolean sound = true;
    for (String word : words) {
      Modifier modifier = Modifier.named(word);
      if (modifier == null) {
        wrong.accept("there is no modifier '" + word + "'", nearest(word));
        sound = false;
      } else if (all.contains(modifier)) {
        wrong.accept("the modifier " + word + " stands twice", "Leave one of them out");
        sound = false;
      } else {
        all.add(modifier);
      }
    }
    ModifierList list = new ModifierList(List.copyOf(all));
    return sound && list.fits(wrong) ? list : null;
  }

  private static String nearest(String word) {
    List<String> words = new ArrayList<>();
    Modifier.words().forEach(words::add);
    String near = NearName.of(word, words);
    return near == null ? "There are " + String.join(", ", words) : "Did you mean " + near + "?";
  }

  boolean has(Modifier modifier) {
    return all.contains(modifier);
  }

  /// The modifier of a kind; null when there is none.
  @Nullable Modifier of(Kind kind) {
    return all.stream().filter(each -> each.kind() == kind).findFirst().orElse(null);
  }

  private long count(Kind kind) {
    return all.stream().filter(each -> each.kind() == kind).count();
  }

  private boolean fits(BiConsumer<String, String> wrong) {
    for (Kind kind : List.of(Kind.PLACE, Kind.ENCODING, Kind.BASE64, Kind.ORDER, Kind.TIME)) {
      if (count(kind) > 1) {
        wrong.accept("modifiers of one kind contradict each other", ONE);
        return false;
      }
    }
    if (count(Kind.MEANS) > 1) {
      wrong.accept("re, cidr, fieldref and exists exclude each other", ONE);
      return false;
    }
    Modifier means = of(Kind.MEANS);
    boolean leads = means == Modifier.RE || means == Modifier.CIDR || means == Modifier.EXISTS;
    if (leads && all.get(0) != means) {
      String word = means == null ? "" : means.word();
      wrong.accept(word + " is not the first modifier", "Write it right behind the field's name");
      return false;
    }
    if (count(Kind.FLAG) > 0 && means != Modifier.RE) {
      wrong.accept("i, m and s belong to an expression", "Write them behind re: `field|re|i`");
      return false;
    }
    return keepsCompany(means, wrong) && expandsFirst(wrong);
  }

  /// Whether each modifier may stand beside the one that says what is compared.
  private boolean keepsCompany(@Nullable Modifier means, BiConsumer<String, String> wrong) {
    for (Modifier each : all) {
      if (each != means && !mayStandBeside(each, means)) {
        Modifier other = means != null ? means : of(Kind.ORDER);
        String with = other != null && other != each ? other.word() : "a part of a time";
        wrong.accept(
            each.word() + " does not go together with " + with, "Leave one of the two out");
        return false;
      }
    }
    return true;
  }

  private boolean mayStandBeside(Modifier each, @Nullable Modifier means) {
    if (each.kind() == Kind.LIST && means != Modifier.EXISTS) {
      return true;
    }
    if (means == Modifier.RE) {
      return List.of(Kind.FLAG, Kind.PLACE, Kind.EXPAND).contains(each.kind());
    }
    if (means == Modifier.CIDR) {
      return each.kind() == Kind.EXPAND;
    }
    if (means != null) {
      return means == Modifier.FIELDREF && (each.kind() == Kind.PLACE || each == Modifier.CASED);
    }
    boolean numbers = count(Kind.ORDER) + count(Kind.TIME) > 0;
    return !numbers || each.kind() == Kind.ORDER || each.kind() == Kind.TIME;
  }

  private boolean expandsFirst(BiConsumer<String, String> wrong) {
    int expand = all.indexOf(Modifier.EXPAND);
    for (int i = 0; i < expand; i++) {
      Kind kind = all.get(i).kind();
      if (kind == Kind.ENCODING || kind == Kind.BASE64) {
        wrong.accept(
            "placeholders are not found in what is encoded", "Write expand ahead of the encoding");
        return false;
      }
    }
    return true;
  }
}
