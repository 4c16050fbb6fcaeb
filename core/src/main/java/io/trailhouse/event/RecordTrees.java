package io.trailhouse.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Records as trees, for the few who cannot do with their bytes. Of a key that stands twice the
/// first counts, as everywhere; left to itself, the library of trees would take the last.
public final class RecordTrees {
  /// Makes trees of which an object refuses what is read over a member that is there.
  public static final JsonNodeFactory FIRST_KEYS = new FirstKeys();

  public static final ObjectMapper MAPPER =
      JsonMapper.builder(RecordJson.FACTORY).nodeFactory(FIRST_KEYS).build();

  private RecordTrees() {}

  private static final class FirstKeys extends JsonNodeFactory {
    @Serial private static final long serialVersionUID = 1;

    @Override
    public ObjectNode objectNode() {
      return new FirstKeyNode(this);
    }
  }

  /// Refuses what a reader puts over a member that is there; whoever changes a tree uses `set`.
  @SuppressWarnings("unchecked") // how the library itself narrows deepCopy
  private static final class FirstKeyNode extends ObjectNode {
    @Serial private static final long serialVersionUID = 1;

    FirstKeyNode(JsonNodeFactory factory) {
      super(factory);
    }

    @Override
    public @Nullable JsonNode replace(String name, JsonNode value) {
      _children.putIfAbsent(name, value);
      return null;
    }
  }
}
