package io.trailhouse.rule;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
/// larger than a rule file can sensibly be.
final class YamlDocuments {
  private static final int DEEPEST = 100;
  private static final int MOST_VALUES = 1_000_000;

  private final Review review;
  private int values;
  private boolean tooLarge;

  private YamlDocuments(Review review) {
    this.review = review;
  }

  /// The documents that are mappings, up to the first place that is not YAML; what is wrong is told
  /// to the review.
  static List<Yaml.Mapping> read(InputStream in, Review review) {
    YamlDocuments reader = new YamlDocuments(review);
    LoadSettings settings =
        LoadSettings.builder().setLabel(review.file()).setSchema(new CoreSchema()).build();
    List<Yaml.Mapping> documents = new ArrayList<>();
    String remedy = "Mend the file's form first; nothing behind this place was read";
    try {
      String text = YamlText.read(in);
      YamlText.checkDepth(text, settings);
      for (Node root : new Compose(settings).composeAllFromString(text)) {
        reader.document(root, documents);
      }
    } catch (YamlText.Unfit e) {
      review.wrong(e.line(), "", e.problem(), "Nothing of it was read");
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      review.wrong(line(mark), "", "it is not YAML: " + e.getProblem(), remedy);
    } catch (IOException e) {
      review.wrong(1, "", "it cannot be read: " + e.getMessage(), "Make the file readable");
    } catch (YamlEngineException e) {
      review.wrong(1, "", "it is not YAML: " + e.getMessage(), remedy);
    }
    return documents;
  }

  private void document(Node root, List<Yaml.Mapping> documents) {
    if (root.getTag().equals(Tag.NULL)) {
      return; // nothing between two ---
    }
    int before = review.count();
    Yaml value = value(root, "", 0);
    if (value instanceof Yaml.Mapping mapping) {
      documents.add(mapping);
    } else if (review.count() == before) {
      review.wrong(value.line(), "", "a document is a rule with keys", "Begin with `title:`");
    }
  }

  private Yaml value(Node node, String path, int depth) {
    int line = line(node.getStartMark().orElse(null));
    if (depth > DEEPEST || ++values > MOST_VALUES) {
      if (!tooLarge) {
        review.wrong(line, path, "it is nested too deep or too large", "Write it out, smaller");
      }
      tooLarge = true;
      return new Yaml.Scalar(Yaml.Kind.NOTHING, "", line);
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, path, depth, line);
    }
    if (node instanceof SequenceNode sequence) {
      List<Yaml> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(value(item, path, depth + 1));
      }
      return new Yaml.Sequence(items, line);
    }
    return scalar((ScalarNode) node, path, line);
  }

  private Yaml.Mapping mapping(MappingNode node, String path, int depth, int line) {
    Map<String, Yaml.Entry> members = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Node key = tuple.getKeyNode();
      int keyLine = line(key.getStartMark().orElse(null));
      if (!(key instanceof ScalarNode name)) {
        review.wrong(keyLine, path, "a key must be a name", "Put a name ahead of the colon");
        continue;
      }
      String below = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
      Yaml value = value(tuple.getValueNode(), below, depth + 1);
      if (members.putIfAbsent(name.getValue(), new Yaml.Entry(value, keyLine)) != null) {
        review.wrong(keyLine, below, "it stands here twice", "Leave one of them");
      }
    }
    return new Yaml.Mapping(members, line);
  }

  private Yaml scalar(ScalarNode node, String path, int line) {
    Tag tag = node.getTag();
    String text = node.getValue();
    if (tag.equals(Tag.NULL)) {
      return new Yaml.Scalar(Yaml.Kind.NOTHING, "", line);
    }
    if (tag.equals(Tag.BOOL)) {
      return new Yaml.Scalar(Yaml.Kind.FLAG, text.toLowerCase(Locale.ROOT), line);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      Yaml.Scalar number = new Yaml.Scalar(Yaml.Kind.NUMBER, text, line);
      if (number.number() == null) {
        review.wrong(line, path, text + " is no number that can be compared", "Quote it as text");
      }
      return number;
    }
    if (!tag.equals(Tag.STR)) {
      review.wrong(
          line, path, "the YAML tag " + tag.getValue() + " is not known", "Leave the tag out");
    }
    return new Yaml.Scalar(Yaml.Kind.TEXT, text, line);
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }
}
