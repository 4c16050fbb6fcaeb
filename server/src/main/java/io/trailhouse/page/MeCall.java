package io.trailhouse.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.query.TableSpan;
import io.trailhouse.services.EventService;
import io.trailhouse.web.WebAnswer;
import java.io.IOException;
import java.io.StringWriter;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Says who asks whom: the row `me`.
public final class MeCall implements PageCall {
  private static final JsonFactory JSON = new JsonFactory();

  private final Server server;
  private final EventService events;
  private final InstantSource clock;

  /// @param version of the program
  /// @param home for people
  /// @param login what somebody without a session can do
  public record Server(String version, String home, String login) {}

  public MeCall(Server server, EventService events, InstantSource clock) {
    this.server = server;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void answer(Asked asked, WebAnswer answer) throws IOException {
    TableSpan span = events.span(null, null);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("user", asked.caller().user());
      json.writeStringField("role", asked.caller().role().name().toLowerCase(Locale.ROOT));
      json.writeStringField("version", server.version());
      json.writeStringField("home", server.home());
      json.writeStringField("login", server.login());
      json.writeStringField("now", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
      if (span == null) {
        json.writeNullField("span");
      } else {
        json.writeObjectFieldStart("span");
        json.writeStringField("from", utc(span.first()));
        json.writeStringField("to", utc(span.last()));
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    answer.send(200, "application/json", text.toString());
  }

  private static String utc(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC).toString();
  }
}
