package io.trailhouse.match;

import io.trailhouse.event.EventTime;
import io.trailhouse.event.ValueKind;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A compiled [ValueTest].
@FunctionalInterface
interface ValueMatcher {
  /// Beyond so many characters a text is no number that anybody compares.
  int LONGEST_NUMBER = 400;

  boolean matches(Subject subject, int value);

  static ValueMatcher of(ValueTest test) {
    ValueTest.Reading reading = reading(test);
    if (reading != null) {
      return text(reading, ofText(test));
    }
    if (test instanceof ValueTest.Compared number) {
      return (subject, value) -> compares(subject, value, number);
    }
    if (test instanceof ValueTest.TimePart part) {
      return (subject, value) -> compares(subject, value, part);
    }
    if (test instanceof ValueTest.Cidr cidr) {
      return (subject, value) -> isIn(subject, value, cidr.network());
    }
    if (test instanceof ValueTest.Either either) {
      ValueMatcher[] each = either.of().stream().map(ValueMatcher::of).toArray(ValueMatcher[]::new);
      return (subject, value) -> anyOf(each, subject, value);
    }
    if (test instanceof ValueTest.Other other) {
      ValueMatcher than = of(other.than());
      return (subject, value) -> !than.matches(subject, value);
    }
    return ofKind(test);
  }

  private static ValueMatcher ofKind(ValueTest test) {
    if (test instanceof ValueTest.Flag flag) {
      ValueKind wanted = flag.value() ? ValueKind.TRUE : ValueKind.FALSE;
      return (subject, value) -> subject.kind(value) == wanted;
    }
    if (test instanceof ValueTest.Null) {
      return (subject, value) -> subject.kind(value) == ValueKind.NULL;
    }
    if (test instanceof ValueTest.Structure) {
      return (subject, value) -> isStructure(subject.kind(value));
    }
    return (subject, value) -> true;
  }

  /// A test that compares text, apart from the values it reads.
  ///
  /// @throws IllegalArgumentException for a test of anything else
  static TextMatcher ofText(ValueTest test) {
    if (test instanceof ValueTest.OneOf oneOf) {
      return TextMatcher.of(oneOf);
    }
    if (test instanceof ValueTest.Text text) {
      return TextMatcher.of(text);
    }
    if (test instanceof ValueTest.Glob glob) {
      return TextMatcher.of(glob);
    }
    if (test instanceof ValueTest.Regex regex) {
      return TextMatcher.of(regex);
    }
    if (test instanceof ValueTest.Either either) {
      return TextMatcher.any(either.of().stream().map(ValueMatcher::ofText).toList());
    }
    throw new IllegalArgumentException("no test of text: " + test);
  }

  /// Which values a test of text reads; null for any other test, and for several that differ.
  private static ValueTest.@Nullable Reading reading(ValueTest test) {
    if (test instanceof ValueTest.OneOf oneOf) {
      return oneOf.reading();
    }
    if (test instanceof ValueTest.Text text) {
      return text.reading();
    }
    if (test instanceof ValueTest.Glob glob) {
      return glob.reading();
    }
    if (test instanceof ValueTest.Regex regex) {
      return regex.reading();
    }
    if (test instanceof ValueTest.Either either && !either.of().isEmpty()) {
      ValueTest.Reading first = reading(either.of().get(0));
      return either.of().stream().allMatch(each -> reading(each) == first) ? first : null;
    }
    return null;
  }

  private static boolean anyOf(ValueMatcher[] each, Subject subject, int value) {
    for (ValueMatcher one : each) {
      if (one.matches(subject, value)) {
        return true;
      }
    }
    return false;
  }

  private static ValueMatcher text(ValueTest.Reading reading, TextMatcher text) {
    return (subject, value) -> {
      if (!isRead(reading, subject.kind(value))) {
        return false;
      }
      subject.readText(value);
      return text.matches(subject);
    };
  }

  private static boolean isRead(ValueTest.Reading reading, ValueKind kind) {
    if (kind == ValueKind.STRING) {
      return true;
    }
    return kind != ValueKind.NULL
        && reading != ValueTest.Reading.STRINGS
        && (reading == ValueTest.Reading.EVERYTHING || !isStructure(kind));
  }

  static boolean isStructure(ValueKind kind) {
    return kind == ValueKind.OBJECT || kind == ValueKind.ARRAY;
  }

  private static boolean compares(Subject subject, int value, ValueTest.Compared test) {
    ValueKind kind = subject.kind(value);
    if (kind != ValueKind.NUMBER && !(test.ofText() && kind == ValueKind.STRING)) {
      return false;
    }
    subject.readText(value);
    BigDecimal number = number(subject);
    if (number == null) {
      return false;
    }
    return holds(number.compareTo(test.operand()), test.comparison());
  }

  private static boolean compares(Subject subject, int value, ValueTest.TimePart test) {
    if (subject.kind(value) != ValueKind.STRING) {
      return false;
    }
    subject.readText(value);
    OffsetDateTime time =
        subject.textTo - subject.textFrom > LONGEST_NUMBER
            ? null
            : EventTime.withOffset(
                TextMatcher.decode(subject.textBytes, subject.textFrom, subject.textTo));
    return time != null
        && holds(
            BigDecimal.valueOf(time.getLong(test.part())).compareTo(test.operand()),
            test.comparison());
  }

  private static boolean holds(int order, ValueTest.Comparison comparison) {
    return switch (comparison) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
      case EQUAL -> order == 0;
    };
  }

  private static @Nullable BigDecimal number(Subject subject) {
    if (subject.textTo - subject.textFrom > LONGEST_NUMBER) {
      return null;
    }
    try {
      return new BigDecimal(
          TextMatcher.decode(subject.textBytes, subject.textFrom, subject.textTo));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isIn(Subject subject, int value, Network network) {
    if (subject.kind(value) != ValueKind.STRING || subject.to(value) - subject.from(value) > 48) {
      return false;
    }
    subject.readText(value);
    byte[] address =
        Network.address(TextMatcher.decode(subject.textBytes, subject.textFrom, subject.textTo));
    return address != null && network.contains(address);
  }
}
