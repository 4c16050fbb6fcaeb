package io.trailhouse.ocsf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The flat map of what has no place in OCSF, path to text. A path that is there already (a
/// repeated name, or a name with a dot in it) gets a number, so nothing is overwritten.
///
/// Leaves are staged first and kept when there was room for all of them: paths repeat the names on
/// their way, and hostile nesting could make them outgrow any memory.
final class Unmapped {
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, Integer> repeats = new HashMap<>();
  private final List<String> paths = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private long room;

  /// Forgets what is staged.
  ///
  /// @param characters how many the paths of the next field, on the way to its leaves too, and its
  ///   texts may have together
  void begin(long characters) {
    paths.clear();
    values.clear();
    room = characters;
  }

  /// Whether there is room for a path on the way to leaves, which takes it.
  boolean hasRoom(String path) {
    room -= path.length();
    return room >= 0;
  }

  /// Whether there was room for a leaf's text.
  boolean stage(String path, String text) {
    room -= text.length();
    if (room < 0) {
      return false;
    }
    paths.add(path);
    values.add(text);
    return true;
  }

  void keepStaged() {
    for (int i = 0; i < paths.size(); i++) {
      keep(paths.get(i), values.get(i));
    }
  }

  void keep(String path, String text) {
    String wanted = OcsfStruct.encodable(path);
    String free = wanted;
    while (texts.containsKey(free)) {
      free = wanted + '#' + repeats.merge(wanted, 2, (count, start) -> count + 1);
    }
    texts.put(free, OcsfStruct.encodable(text));
  }

  Map<String, String> texts() {
    return texts;
  }
}
