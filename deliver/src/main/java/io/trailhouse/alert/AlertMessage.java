package io.trailhouse.alert;

import io.trailhouse.finding.Level;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a destination is told. Every text is one that a person may see: without control and
/// bidirectional characters and of bounded length, but not yet escaped for any format. Only `html`
/// and `events` are ready as they are.
///
/// @param id of the alert; the same whenever this message is sent again
/// @param alert the name of the alert in the configuration
/// @param title one line of at most 200 characters
/// @param level the highest of its findings
/// @param facts what is known, in the order in which people want it
/// @param count how many findings this message stands for
/// @param samples some of the findings, a line each
/// @param text the whole as plain text, with line feeds
/// @param html the whole as a page
/// @param events the events of the samples: a JSON array in ASCII, of at most 1 MiB
/// @param written when the alert became ready to be sent
/// @param link to the page, null when people have none
public record AlertMessage(
    String id,
    String alert,
    String title,
    Level level,
    List<Fact> facts,
    long count,
    List<String> samples,
    String text,
    String html,
    String events,
    Instant written,
    @Nullable URI link) {
  /// One thing that is known, such as `Principal`.
  public record Fact(String name, String value) {}
}
