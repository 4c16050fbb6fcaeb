package io.trailhouse.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a record's [IdentityPart]s in one pass over its `userIdentity`. Of a key that stands twice
/// the first counts, as in the table's columns; a number, true and false are taken by their
/// spelling, anything but those and strings as absent.
final class IdentityReader implements EventIdentity.Parts {
  private static final Node PATHS = new Node();

  static {
    for (IdentityPart part : IdentityPart.values()) {
      Node node = PATHS;
      for (String name : part.below()) {
        node = node.below.computeIfAbsent(name, each -> new Node());
      }
      node.part = node == PATHS ? null : part;
    }
  }

  private final EnumMap<IdentityPart, String> texts = new EnumMap<>(IdentityPart.class);

  /// A name on the way to a part, or the part.
  private static final class Node {
    private final Map<String, Node> below = new HashMap<>();
    private @Nullable IdentityPart part;
  }

  IdentityReader(EventView event) {
    String recipient = event.scalar(EventField.RECIPIENT_ACCOUNT_ID);
    if (recipient != null) {
      texts.put(IdentityPart.RECIPIENT_ACCOUNT, recipient);
    }
    EventBatch batch = event.batch();
    int member = batch.find(event.row(), EventField.USER_IDENTITY);
    if (member >= 0 && batch.kind(member) == ValueKind.OBJECT) {
      int from = batch.from(member);
      try (JsonParser json =
          RecordJson.FACTORY.createParser(batch.bytes(), from, batch.to(member) - from)) {
        json.nextToken();
        object(json, PATHS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Not deeper than the paths are.
  private void object(JsonParser json, Node at) throws IOException {
    Map<String, Node> left = new HashMap<>(at.below);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Node node = left.remove(json.currentName());
      JsonToken value = json.nextToken();
      if (node == null) {
        json.skipChildren();
      } else if (value == JsonToken.START_OBJECT && node.part == null) {
        object(json, node);
      } else if (node.part != null && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        texts.put(node.part, json.getText());
      } else {
        json.skipChildren();
      }
    }
  }

  @Override
  public @Nullable String text(IdentityPart part) {
    return texts.get(part);
  }
}
