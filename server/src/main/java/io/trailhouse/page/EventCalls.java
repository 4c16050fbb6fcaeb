package io.trailhouse.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailhouse.coverage.Listing;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.login.Role;
import io.trailhouse.query.CallerStory;
import io.trailhouse.query.EventContext;
import io.trailhouse.query.EventStory;
import io.trailhouse.query.FindingSearch;
import io.trailhouse.services.Services;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls of the screens of one event and of one caller.
final class EventCalls {
  private static final int USUAL_AROUND = 5;
  private static final int MOST_AROUND = 200;

  private final PageHome home;

  private EventCalls(PageHome home) {
    this.home = home;
  }

  static void addTo(Map<String, PageCall.For> calls, Asking asking) {
    EventCalls events = new EventCalls(asking.home());
    calls.put("event", new PageCall.For(Role.READ, asking.whole("event", events::event)));
    calls.put("who", new PageCall.For(Role.READ, asking.whole("who", EventCalls::who)));
  }

  private JsonNode event(Asked asked, Services services) throws IOException {
    Members members = Members.of(asked, "id", "around");
    String id = members.name("id").strip();
    int around = members.number("around", USUAL_AROUND, 0, MOST_AROUND);
    EventStory story = services.events().story(id, around);
    EventContext context = services.events().context(story);
    ObjectNode told = Asking.JSON.createObjectNode();
    told.put("id", story.id());
    told.put("time", SearchCalls.time(story.time()));
    ArrayNode records = told.putArray("records");
    story.records().forEach(records::add);
    told.put("session", story.session());
    ArrayNode moments = told.putArray("around");
    for (EventStory.Moment moment : story.around()) {
      ObjectNode one = moments.addObject();
      one.put("id", moment.eventId());
      one.put("time", iso(moment.time()));
      one.put("event", moment.event());
      ArrayNode details = one.putArray("details");
      moment.details().forEach(details::add);
      one.put("asked", moment.asked());
    }
    resources(told, context);
    file(told, context, services);
    neighbours(told, context);
    who(told, story.who(), context.caller());
    return told;
  }

  /// A time as SQL prints it in the page's form; null for none.
  private static @Nullable String iso(String time) {
    return time.isEmpty() ? null : time.replace(' ', 'T') + "Z";
  }

  private static void resources(ObjectNode told, EventContext context) {
    ArrayNode resources = told.putArray("resources");
    for (EventContext.Resource each : context.resources()) {
      resources
          .addObject()
          .put("arn", each.arn())
          .put("type", each.type())
          .put("account", each.account())
          .put("events", each.events());
    }
  }

  private void file(ObjectNode told, EventContext context, Services services) throws IOException {
    EventContext.Origin file = context.file();
    if (file == null) {
      told.putNull("file");
      return;
    }
    Listing listing = home.coverage().through(services).listing(file);
    ObjectNode one = told.putObject("file");
    one.put("object", file.object());
    one.put("source", file.source());
    one.put("stored", SearchCalls.time(file.stored()));
    one.putObject("digest")
        .put(
            "state",
            listing == Listing.NOT_LISTED ? "arrived" : listing.name().toLowerCase(Locale.ROOT))
        .put("text", listing.words());
  }

  private static void neighbours(ObjectNode told, EventContext context) {
    ArrayNode neighbours = told.putArray("neighbours");
    for (EventContext.Neighbour each : context.neighbours()) {
      neighbours
          .addObject()
          .put("why", each.why())
          .put("id", each.id())
          .put("time", SearchCalls.time(each.time()))
          .put("account", each.account())
          .put("event", each.event());
    }
    ArrayNode findings = told.putArray("findings");
    for (EventContext.Finding each : context.findings()) {
      findings
          .addObject()
          .put("id", each.id())
          .put("title", each.title())
          .put("level", each.level());
    }
  }

  private static void who(ObjectNode told, EventIdentity who, EventContext.Caller caller) {
    told.putObject("who")
        .put("name", EventIdentity.shortName(who.principal()))
        .put("arn", caller.arn().isEmpty() ? who.principal() : caller.arn())
        .put("type", caller.type())
        .put("account", who.account())
        .put("key", who.accessKey())
        .put("session", who.sessionName());
  }

  private static JsonNode who(Asked asked, Services services) {
    Members members = Members.of(asked, "name", "from", "to", "limit");
    String name = members.name("name").strip();
    Members.Span span = members.span();
    CallerStory story =
        services
            .events()
            .caller(name, new FindingSearch.Span(span.begin(), span.end()), members.limit());
    ObjectNode told = Asking.JSON.createObjectNode();
    told.put("name", name);
    ArrayNode sessions = told.putArray("sessions");
    for (CallerStory.Session each : story.sessions()) {
      sessions
          .addObject()
          .put("key", each.key())
          .put("label", each.label())
          .put("account", each.account())
          .put("from", SearchCalls.time(each.from()))
          .put("to", SearchCalls.time(each.to()))
          .put("events", each.events())
          .put("errors", each.errors());
    }
    moments(told.putArray("moments"), story);
    told.put("more", story.more());
    links(told, story);
    return told;
  }

  private static void moments(ArrayNode moments, CallerStory story) {
    for (CallerStory.Moment each : story.moments()) {
      moments
          .addObject()
          .put("id", each.id())
          .put("time", SearchCalls.time(each.time()))
          .put("session", each.session())
          .put("account", each.account())
          .put("region", each.region())
          .put("event", each.event())
          .put("error", each.error())
          .put("address", each.address())
          .put("readonly", each.readonly());
    }
  }

  private static void links(ObjectNode told, CallerStory story) {
    ArrayNode links = told.putArray("links");
    for (CallerStory.Link each : story.links()) {
      links
          .addObject()
          .put("time", SearchCalls.time(each.time()))
          .put("id", each.id())
          .put("from", each.from())
          .put("to", each.to())
          .put("role", each.role());
    }
    ArrayNode findings = told.putArray("findings");
    for (CallerStory.Finding each : story.findings()) {
      findings
          .addObject()
          .put("id", each.id())
          .put("time", SearchCalls.time(each.time()))
          .put("title", each.title())
          .put("level", each.level())
          .put("session", each.session());
    }
  }
}
