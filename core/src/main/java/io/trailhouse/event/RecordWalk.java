package io.trailhouse.event;

import io.trailhouse.event.ReadReport.ParseProblem;
import io.trailhouse.problem.Code;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One pass over a JSON text: finds the event records in whatever they are wrapped in, and notes
/// their members.
///
/// Forms it knows, also one after the other in one text: a record, as an object or as a text; a
/// list of any of these; objects that keep them under the names of [Wrapping], be it under several.
/// What is damaged costs the record or line that it stands in: behind it the walk goes on.
final class RecordWalk {
  private static final int MOST_WRAPPERS = 8;

  private final JsonText text;
  private final ReadLimits limits;
  private final ProblemList problems;
  private final RecordRows rows;
  private final JsonScan scan;
  private final DamageSearch search;
  private final RecordTexts texts;
  private final HiddenEvents hidden;
  private long found;
  private long doneTo;
  private long listsSeen;
  private int listsAround;
  private int deepest;
  private boolean gaveUp;
  private boolean sawDigest;

  RecordWalk(
      JsonText text, ReadLimits limits, Consumer<EventBatch> batches, List<ParseProblem> problems) {
    this(text, limits, new RecordTexts(limits, batches, new ProblemList(problems), 0));
  }

  /// @param texts takes the records that stand in the text as texts; says where batches go
  RecordWalk(JsonText text, ReadLimits limits, RecordTexts texts) {
    this.text = text;
    this.limits = limits;
    this.texts = texts;
    this.problems = texts.problems();
    this.hidden = new HiddenEvents(text, problems);
    this.rows = new RecordRows(text, limits, texts.batches(), problems);
    this.scan = new JsonScan(text, () -> cutTo(offset()));
    this.search = new DamageSearch(text, limits.record(), this::cutTo);
  }

  long records() {
    return rows.records() + texts.records();
  }

  boolean sawDigest() {
    return sawDigest;
  }

  /// Whether a list of records was there, be it empty.
  boolean sawList() {
    return listsSeen > 0;
  }

  /// Reads the text to its end. What cannot be read is among the problems then.
  void walk() {
    int next = scan.peekAtTop();
    while (next >= 0 && !gaveUp) {
      long from = offset();
      try {
        String bare = value(next, 0);
        if (bare != null) {
          problems.add(Code.NOT_CLOUDTRAIL, "a bare " + bare + " stands at the top", from);
        }
      } catch (JsonDamage damage) {
        goOnAtTop(from, damage);
      }
      next = scan.peekAtTop();
    }
    rows.finish();
    texts.read();
  }

  private long offset() {
    return scan.offset();
  }

  private int at(long offset) {
    return (int) (offset - text.base());
  }

  /// Reads a value that may be or hold records.
  ///
  /// @param level how many wrappers are around it
  /// @return null, or what kind of value it is when it can be of no use
  private @Nullable String value(int first, int level) throws JsonDamage {
    if (first == '{') {
      object(level, false);
      return null;
    } else if (first == '[' && level < MOST_WRAPPERS) {
      elements(level + 1);
      return null;
    }
    long from = offset();
    scan.skip();
    if (first == '"' && embeds(from, null)) {
      return null;
    }
    return JsonSpans.kind((byte) first).word();
  }

  /// Reads a list. Bare values beside a record as a text are what somebody selected with it.
  private void elements(int level) throws JsonDamage {
    listsSeen++;
    listsAround++;
    int around = listsAround;
    long foundBefore = found;
    String bare = null;
    long bareAt = 0;
    scan.advance();
    boolean open = !scan.ends(']');
    while (open) {
      long from = offset();
      boolean between = false;
      int mark = rows.mark();
      try {
        String kind = value(scan.peek(), level);
        if (kind != null && bare == null) {
          bare = kind;
          bareAt = from;
        }
        between = true;
        from = offset();
        open = scan.separated(']');
      } catch (JsonDamage damage) {
        listsAround = around;
        rows.rollback(mark);
        open = goOnInList(from, between, damage);
      }
    }
    listsAround--;
    if (bare != null && found == foundBefore) {
      problems.add(Code.NOT_CLOUDTRAIL, "a bare " + bare + " stands in a list of records", bareAt);
    }
  }

  private void object(int level, boolean quiet) throws JsonDamage {
    OpenObject object = new OpenObject(level, quiet, offset(), rows.mark());
    object.problemsBefore = problems.mark();
    object.foundBefore = found;
    object.listsBefore = listsSeen;
    object.listsAround = listsAround;
    scan.advance();
    boolean open = !scan.ends('}');
    while (open) {
      long from = offset();
      int mark = rows.mark();
      try {
        member(object);
        object.inValue = false;
        from = offset();
        open = scan.separated('}');
      } catch (JsonDamage damage) {
        object.damaged(damage);
        rows.rollback(mark);
        open = goOnInObject(object, from, damage);
        object.inValue = false;
      }
    }
    end(object);
  }

  private void member(OpenObject object) throws JsonDamage {
    int first = scan.peek();
    if (object.resumes) {
      object.resumes = false;
      object.inValue = true;
      unknown(object, first);
      return;
    }
    long keyFrom = offset();
    object.keyTo = 0;
    if (first != '"') {
      throw scan.unexpected(first, "a name in quotes");
    }
    scan.string();
    long keyTo = offset();
    object.named(keyFrom, keyTo);
    scan.colon();
    int value = scan.peek();
    boolean held = keyFrom >= text.base();
    EventField field = held ? FieldNames.find(text.bytes(), at(keyFrom), at(keyTo)) : null;
    long from = offset();
    object.inValue = value == '{' || value == '[' || value == '"';
    int deepestBefore = deepest;
    deepest = 0;
    if (field != null || !held) {
      deepest = scan.skip();
    } else {
      unknown(object, value);
    }
    object.tooDeep |= deepest >= limits.depth();
    deepest = Math.max(deepest, deepestBefore);
    if (object.holds) {
      object.lateFields += RecordRows.defines(field) ? 1 : 0;
    } else if (object.from >= text.base()) {
      rows.openMember(field, JsonSpans.kind((byte) value), keyFrom, keyTo);
      rows.closeMember(from, offset());
    }
  }

  /// Passes over a member that is no field of a record, and reads the records that it may hold.
  private void unknown(OpenObject object, int value) throws JsonDamage {
    String name = nameOf(object);
    sawDigest |= object.level == 0 && name.equals("digestStartTime");
    long from = offset();
    boolean mayHold =
        object.level < MOST_WRAPPERS
            && Wrapping.mayHold(name, value)
            && (object.holds || !rows.isRecordForSure(object.mark));
    if (mayHold && value == '[') {
      elements(object.level + 1);
    } else if (mayHold && value == '{') {
      object(object.level + 1, true);
    } else {
      deepest = Math.max(deepest, scan.skip());
      if (mayHold && embeds(from, name)) {
        object.holdsText = true;
      }
      object.isControl |= from >= text.base() && Wrapping.isControl(name, text.bytes(), at(from));
    }
    if (found == object.foundBefore || object.holdsText) {
      object.holds = found != object.foundBefore;
    } else if (!object.holds) {
      object.holds = true;
      hidden.look(object.from, object.keyFrom);
    } else if (!mayHold) {
      hidden.look(from, offset());
    }
  }

  private void end(OpenObject object) {
    long to = offset();
    doneTo = Math.max(doneTo, to);
    boolean isHere = object.from >= text.base();
    if (object.damage != null) {
      rows.rollback(object.mark);
      problems.add(object.damage);
    } else if (object.holds) {
      rows.rollback(object.mark);
      search.learn(object);
      hidden.tellBehind(object.from);
      if (!object.holdsText && RecordRows.isRecordToo(object.lateFields)) {
        problems.add(
            Code.LOG_FILE_MALFORMED, "an event record has a list of records in it", object.from);
      }
    } else if (isHere && rows.isRecord(object.mark)) {
      problems.rollback(object.problemsBefore);
      if (rows.keep(object, to)) {
        found++;
        search.learn(object);
      }
    } else {
      rows.rollback(object.mark);
      refuse(object, to, isHere);
    }
    if (rows.isSliceFull(to)) {
      cutTo(to);
    }
  }

  /// Says that an object is nothing known, unless that is in order.
  private void refuse(OpenObject object, long to, boolean isHere) {
    boolean isList = listsSeen != object.listsBefore;
    if (object.isControl) {
      problems.rollback(object.problemsBefore);
    } else if (!isHere && !isList) {
      rows.refuseTooLarge(object.from);
    } else if (object.quiet) {
      if (isHere) {
        hidden.look(object.from, to);
      }
    } else if (!isList && !sawDigest) {
      rows.refuse(object, to);
    }
  }

  private void cutTo(long offset) {
    scan.afterCut(rows.cutTo(offset));
  }

  private void tell(JsonDamage damage) {
    problems.add(damage);
    search.sawUpTo(damage.offset());
  }

  private void goOnAtTop(long from, JsonDamage damage) {
    if (gaveUp) {
      return;
    }
    listsAround = 0;
    rows.rollback(0);
    tell(damage);
    int stray = damage.offset() == from && offset() == from ? scan.peek() : -1;
    if (stray == ',' || stray == '}' || stray == ']') {
      scan.advance();
      return;
    }
    long line = search.line(Math.max(from, doneTo));
    long start = search.start(Math.max(from + 1, doneTo), line < 0 ? Long.MAX_VALUE : line);
    long next = start < 0 ? line : start;
    gaveUp |= next < 0 || !goOn(next);
  }

  private boolean goOnInList(long from, boolean between, JsonDamage damage) throws JsonDamage {
    tell(damage);
    if (between && !damage.isLost() && (scan.peek() == '{' || scan.peek() == '[')) {
      return true; // only the comma is missing
    }
    long end = damage.isLost() ? -1 : search.close(from, false);
    boolean isStray = between || !search.isOpeningAt(from);
    long next = isStray ? search.opening(damage.offset(), end, false) : -1;
    if (next >= 0 && goOn(next)) {
      return true;
    }
    if (!gaveUp && end >= 0 && text.bytes()[at(end)] != '}' && goOn(end)) {
      return scan.separated(']');
    }
    long start = gaveUp ? -1 : search.start(Math.max(from + 1, doneTo), Long.MAX_VALUE);
    if (start < 0 || !goOn(start)) {
      throw damage.asLost();
    }
    return true;
  }

  private boolean goOnInObject(OpenObject object, long from, JsonDamage damage) throws JsonDamage {
    listsAround = object.listsAround;
    search.sawUpTo(damage.offset());
    long end = damage.isLost() ? -1 : search.close(from, listsAround == 0);
    if (goesOnInMember(object, from, damage, end)) {
      return true;
    }
    if (gaveUp || end < 0 || text.bytes()[at(end)] == ']' || !goOn(end)) {
      throw damage.asLost();
    }
    return scan.separated('}');
  }

  /// Behind stray bytes ahead of its name or value a member is read: a wrapper's has all records.
  private boolean goesOnInMember(OpenObject object, long from, JsonDamage damage, long end) {
    long start = search.opening(damage.offset(), end, true);
    boolean isRecord = !object.holds && rows.isRecordForSure(object.mark);
    if (start < 0 || object.inValue || isRecord) {
      return false;
    }
    int first = text.bytes()[at(start)];
    if (object.keyTo == 0) {
      return first == '"' && !search.isOpeningAt(from) && goOn(start);
    }
    boolean held = object.keyFrom >= text.base();
    object.resumes = held && Wrapping.mayHold(nameOf(object), first) && goOn(start);
    return object.resumes;
  }

  private String nameOf(OpenObject object) {
    return JsonStrings.decode(text.bytes(), at(object.keyFrom), at(object.keyTo));
  }

  /// Puts the cursor behind damage; false when so much of the text is damaged that the search for
  /// the rest has to end.
  private boolean goOn(long offset) {
    if (search.isInVainAt(offset)) {
      problems.add(
          Code.LOG_FILE_MALFORMED, "so much is damaged that what follows is not read", offset);
      gaveUp = true;
      return false;
    }
    scan.moveTo(offset);
    return true;
  }

  /// Takes the text that was passed over for a record, if it looks like one.
  ///
  /// @param from where its opening quote is
  /// @param name the name it stands under; null in a list and at the top
  private boolean embeds(long from, @Nullable String name) {
    if (from < text.base()) {
      rows.refuseTooLarge(from);
    } else {
      String record = JsonStrings.decode(text.bytes(), at(from), at(offset()));
      boolean isOne = name == null ? Wrapping.isJson(record) : Wrapping.isRecord(name, record);
      if (!isOne) {
        return false;
      }
      texts.add(record, from);
    }
    found++;
    doneTo = Math.max(doneTo, offset());
    return true;
  }
}
