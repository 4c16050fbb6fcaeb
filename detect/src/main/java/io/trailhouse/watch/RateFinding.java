package io.trailhouse.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.trailhouse.finding.Finding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The start or the end of an unusual rate, with everything that an Insights event says.
///
/// @param sharedId the same for start and end, in the form of a UUID
/// @param start the beginning of the first unusual minute
/// @param end the end of the last unusual minute so far
/// @param samples the first events of the first unusual minute
public record RateFinding(
    WatchRule rule,
    RateRule.Kind kind,
    State state,
    Series series,
    String sharedId,
    Instant start,
    Instant end,
    Averages averages,
    List<Attribution> attributions,
    List<Finding.FoundEvent> samples) {
  public enum State {
    START("Start"),
    END("End");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /// The word of Insights events.
    public String word() {
      return word;
    }
  }

  /// What was counted, and for whom.
  ///
  /// @param errorCode null for calls
  /// @param principal of the first event, where the count is not of one principal
  public record Series(
      String eventSource,
      String eventName,
      @Nullable String errorCode,
      String account,
      String region,
      String principal) {}

  /// Calls or errors for each minute.
  public record Averages(
      double baseline, double insight, long baselineMinutes, long insightMinutes) {}

  /// The most frequent values of one attribute.
  public record Attribution(String attribute, List<Share> insight, List<Share> baseline) {
    public Attribution {
      insight = List.copyOf(insight);
      baseline = List.copyOf(baseline);
    }
  }

  /// One value and how often it was there.
  ///
  /// @param value the text `null` where events lack the attribute
  /// @param average for each minute
  public record Share(String value, double average) {}

  /// The insightDetails of an Insights event, as JSON.
  public String insightDetails() {
    return JsonOut.of(this::writeDetails);
  }

  /// A whole record in the shape of an Insights event of a trail, as JSON.
  public String record() {
    return JsonOut.of(out -> {
      out.writeStartObject();
      out.writeStringField("eventVersion", "1.09");
      out.writeStringField("eventTime", time().toString());
      out.writeStringField("awsRegion", series.region());
      out.writeStringField("eventID", eventId());
      out.writeStringField("eventType", "AwsCloudTrailInsight");
      out.writeStringField("recipientAccountId", series.account());
      out.writeStringField("sharedEventID", sharedId);
      out.writeStringField("eventCategory", "Insight");
      out.writeFieldName("insightDetails");
      writeDetails(out);
      out.writeEndObject();
    });
  }

  private Instant time() {
    return state == State.START ? start : end;
  }

  private String eventId() {
    return uuid(WatchRule.digest(sharedId, List.of(state.word())));
  }

  /// 32 hexadecimal digits as a UUID is written.
  static String uuid(String digits) {
    return String.join(
        "-",
        digits.substring(0, 8),
        digits.substring(8, 12),
        digits.substring(12, 16),
        digits.substring(16, 20),
        digits.substring(20, 32));
  }

  private void writeDetails(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("state", state.word());
    out.writeStringField("eventSource", series.eventSource());
    out.writeStringField("eventName", series.eventName());
    out.writeStringField("insightType", kind.insightType());
    if (series.errorCode() != null) {
      out.writeStringField("errorCode", series.errorCode());
    }
    out.writeObjectFieldStart("insightContext");
    out.writeObjectFieldStart("statistics");
    average(out, "baseline", averages.baseline());
    average(out, "insight", averages.insight());
    out.writeNumberField("insightDuration", averages.insightMinutes());
    out.writeNumberField("baselineDuration", averages.baselineMinutes());
    out.writeEndObject();
    out.writeArrayFieldStart("attributions");
    for (Attribution each : attributions) {
      out.writeStartObject();
      out.writeStringField("attribute", each.attribute());
      shares(out, "insight", each.insight());
      shares(out, "baseline", each.baseline());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void average(JsonGenerator out, String name, double value) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("average", rounded(value));
    out.writeEndObject();
  }

  private static void shares(JsonGenerator out, String name, List<Share> shares)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Share each : shares) {
      out.writeStartObject();
      out.writeStringField("value", each.value());
      out.writeNumberField("average", rounded(each.average()));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /// Ten digits behind the point, as Insights events have them.
  private static double rounded(double value) {
    return Math.round(value * 1e10) / 1e10;
  }

  /// The finding: its first event is this one's own record, the others are the samples.
  public Finding toFinding() {
    List<Finding.FoundEvent> events = new ArrayList<>();
    events.add(new Finding.FoundEvent(eventId(), time(), series.eventName(), record()));
    events.addAll(samples);
    events.sort(java.util.Comparator.comparing(Finding.FoundEvent::time));
    return new Finding(
        WatchRule.digest(rule.id(), List.of(sharedId, state.word())),
        rule.id(),
        rule.version(),
        headline(),
        rule.level(),
        time(),
        series.account(),
        series.region(),
        series.principal(),
        events);
  }

  private String headline() {
    String error = series.errorCode() == null ? "" : " " + series.errorCode();
    String minutes = Long.toString(Duration.between(start, end).toMinutes());
    return "%s: %s %s%s, %s in a minute for %s minutes, usually %s (%s)"
        .formatted(
            rule.title(),
            series.eventSource(),
            series.eventName(),
            error,
            Double.toString(rounded(averages.insight())),
            minutes,
            Double.toString(rounded(averages.baseline())),
            state.word());
  }
}
