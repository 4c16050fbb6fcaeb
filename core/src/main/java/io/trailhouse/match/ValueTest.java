package io.trailhouse.match;

import java.math.BigDecimal;
import java.time.temporal.TemporalField;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A test of one JSON value.
public sealed interface ValueTest {
  /// Which values a test of text looks at; all others fail it.
  enum Reading {
    /// Strings alone.
    STRINGS,
    /// Strings, and numbers, true and false by their JSON text.
    SCALARS,
    /// Also objects and arrays, by their JSON text without blanks between its tokens.
    EVERYTHING
  }

  /// How an operand must stand in a text.
  enum How {
    WHOLE,
    PREFIX,
    SUFFIX,
    INSIDE
  }

  enum Comparison {
    EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST
  }

  /// The text is one of these.
  ///
  /// @param cased whether upper and lower case differ
  record OneOf(Set<String> texts, boolean cased, Reading reading) implements ValueTest {
    public OneOf {
      texts = Set.copyOf(texts);
    }
  }

  /// The operand stands in the text.
  record Text(How how, String operand, boolean cased, Reading reading) implements ValueTest {}

  /// The whole text is this one, in which [#MANY] stands for any text and [#ONE] for one character.
  record Glob(List<Integer> tokens, boolean cased, Reading reading) implements ValueTest {
    public static final int MANY = -1;
    public static final int ONE = -2;

    public Glob {
      tokens = List.copyOf(tokens);
    }
  }

  /// The pattern is found somewhere in the text.
  record Regex(Pattern pattern, Reading reading) implements ValueTest {}

  /// A number that compares so with the operand.
  ///
  /// @param ofText whether a string that is a number counts as one
  record Compared(Comparison comparison, BigDecimal operand, boolean ofText) implements ValueTest {}

  /// A string that is a time, of which one part compares so with the operand; the time is taken as
  /// it is written, whatever its zone.
  record TimePart(TemporalField part, Comparison comparison, BigDecimal operand)
      implements ValueTest {}

  /// A string that is an IP address of the network.
  record Cidr(Network network) implements ValueTest {}

  /// The JSON value true or false.
  record Flag(boolean value) implements ValueTest {}

  /// The JSON value null.
  record Null() implements ValueTest {}

  /// Any value, null included.
  record Present() implements ValueTest {}

  /// Passes what one of these passes.
  record Either(List<ValueTest> of) implements ValueTest {
    public Either {
      of = List.copyOf(of);
    }
  }

  /// Passes what the other does not; never what is absent.
  record Other(ValueTest than) implements ValueTest {}

  /// An object or an array.
  record Structure() implements ValueTest {}
}
