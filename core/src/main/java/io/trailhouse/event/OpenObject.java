package io.trailhouse.event;

import org.jspecify.annotations.Nullable;

/// What the walk knows of an object whose end it has not seen. Whether it is a record or something
/// around records shows late, so its end decides.
final class OpenObject {
  /// How many wrappers are around it.
  final int level;

  /// Whether nothing is said when it is no record: a member beside it may hold one.
  final boolean quiet;

  /// Where it begins, as an offset into the text.
  final long from;

  /// Where its members begin among those that are noted.
  final int mark;

  int problemsBefore;
  long foundBefore;
  long listsBefore;
  int listsAround;

  /// Where its first name stands; the length is 0 as long as there is none.
  long firstName;

  int firstNameLength;

  /// Where the name of the member under way stands; the end is 0 as long as it has not been read.
  long keyFrom;

  long keyTo;

  /// Whether the walk is inside the member's value.
  boolean inValue;

  /// Whether the next thing to read is that member's value once more, behind damage.
  boolean resumes;

  /// Whether one of its members held records, which makes it no record itself.
  boolean holds;

  /// Whether it held a record as a text: the rest of it is that record once more, taken apart.
  boolean holdsText;

  /// Whether it is one of the messages by which CloudWatch Logs tries a destination.
  boolean isControl;

  boolean tooDeep;

  /// How many fields of a record came behind the records it holds.
  int lateFields;

  @Nullable JsonDamage damage;

  OpenObject(int level, boolean quiet, long from, int mark) {
    this.level = level;
    this.quiet = quiet;
    this.from = from;
    this.mark = mark;
  }

  /// Says where the name of the member under way stands.
  void named(long nameFrom, long nameTo) {
    keyFrom = nameFrom;
    keyTo = nameTo;
    if (firstNameLength == 0) {
      firstName = nameFrom;
      firstNameLength = (int) (nameTo - nameFrom);
    }
  }

  void damaged(JsonDamage first) {
    if (damage == null) {
      damage = first;
    }
  }
}
