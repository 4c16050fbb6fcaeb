package io.trailhouse.document;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads the documents of one YAML file. Anchors may be used, but not to make a document that is
/// larger than a file of a person can sensibly be.
public final class YamlDocuments {
  private static final int DEEPEST = 100;
  private static final int MOST_VALUES = 1_000_000;

  private final List<Yaml> documents = new ArrayList<>();
  private final List<YamlProblem> problems = new ArrayList<>();
  private int values;
  private boolean tooLarge;

  private YamlDocuments() {}

  /// What a file holds: its documents, those with nothing in them left out and at most those ahead
  /// of a place that is not YAML, and what is wrong with its form.
  ///
  /// @param in read to its end, not closed
  /// @param label of the file, for the parser's own words
  /// @throws IOException when it cannot be read
  public static YamlDocuments read(InputStream in, String label) throws IOException {
    YamlDocuments reader = new YamlDocuments();
    LoadSettings settings =
        LoadSettings.builder().setLabel(label).setSchema(new CoreSchema()).build();
    try {
      String text = YamlText.read(in);
      YamlText.checkDepth(text, settings);
      for (Node root : new Compose(settings).composeAllFromString(text)) {
        if (!root.getTag().equals(Tag.NULL)) { // nothing between two ---
          reader.documents.add(reader.value(root, "", 0));
        }
      }
    } catch (YamlText.Unfit e) {
      reader.problems.add(
          new YamlProblem(YamlProblem.Kind.UNFIT, e.line(), e.column(), "", e.problem()));
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      reader.problem(YamlProblem.Kind.NOT_YAML, mark, "", String.valueOf(e.getProblem()));
    } catch (YamlEngineException e) {
      reader.problem(YamlProblem.Kind.NOT_YAML, null, "", String.valueOf(e.getMessage()));
    }
    return reader;
  }

  /// In the order of the file.
  public List<Yaml> documents() {
    return documents;
  }

  public List<YamlProblem> problems() {
    return problems;
  }

  private void problem(YamlProblem.Kind kind, @Nullable Mark at, String path, String text) {
    problems.add(new YamlProblem(kind, line(at), column(at), path, text));
  }

  private Yaml value(Node node, String path, int depth) {
    Mark at = node.getStartMark().orElse(null);
    if (depth > DEEPEST || ++values > MOST_VALUES) {
      if (!tooLarge) {
        problem(YamlProblem.Kind.TOO_LARGE, at, path, "");
      }
      tooLarge = true;
      return new Yaml.Scalar(Yaml.Kind.NOTHING, "", line(at), column(at));
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, path, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<Yaml> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(value(item, path, depth + 1));
      }
      return new Yaml.Sequence(items, line(at), column(at));
    }
    return scalar((ScalarNode) node, path, at);
  }

  private Yaml.Mapping mapping(MappingNode node, String path, int depth) {
    Map<String, Yaml.Entry> members = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Node key = tuple.getKeyNode();
      Mark at = key.getStartMark().orElse(null);
      if (!(key instanceof ScalarNode name)) {
        problem(YamlProblem.Kind.NO_NAME, at, path, "");
        continue;
      }
      String below = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
      Yaml value = value(tuple.getValueNode(), below, depth + 1);
      Yaml.Entry entry = new Yaml.Entry(value, line(at), column(at));
      if (members.putIfAbsent(name.getValue(), entry) != null) {
        problem(YamlProblem.Kind.TWICE, at, below, name.getValue());
      }
    }
    Mark at = node.getStartMark().orElse(null);
    return new Yaml.Mapping(members, line(at), column(at));
  }

  private Yaml scalar(ScalarNode node, String path, @Nullable Mark at) {
    Tag tag = node.getTag();
    Yaml.Kind kind = kind(tag);
    Yaml.Scalar scalar = new Yaml.Scalar(kind, node.getValue(), line(at), column(at));
    if (kind == Yaml.Kind.NUMBER && scalar.number() == null) {
      problem(YamlProblem.Kind.NO_NUMBER, at, path, node.getValue());
    }
    if (kind == Yaml.Kind.TEXT && !tag.equals(Tag.STR)) {
      problem(YamlProblem.Kind.UNKNOWN_TAG, at, path, tag.getValue());
    }
    return scalar;
  }

  private static Yaml.Kind kind(Tag tag) {
    if (tag.equals(Tag.NULL)) {
      return Yaml.Kind.NOTHING;
    }
    if (tag.equals(Tag.BOOL)) {
      return Yaml.Kind.FLAG;
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Yaml.Kind.NUMBER : Yaml.Kind.TEXT;
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }

  private static int column(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getColumn() + 1;
  }
}
