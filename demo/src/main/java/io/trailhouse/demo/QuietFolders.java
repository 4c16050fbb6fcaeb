package io.trailhouse.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The records that have folders of their own: a few Insights, and network activity that a VPC
/// endpoint's policy refused.
final class QuietFolders {

  private final JsonFactory json = new JsonFactory();
  private final Dice dice;
  private final Trail trail;
  private final Evidence evidence;

  /// A stretch of unusual calls; the average is calls a minute.
  private record Unusual(
      Place place, long from, int minutes, Call call, Caller who, double average) {}

  QuietFolders(long seed, Trail trail, Evidence evidence) {
    this.dice = Dice.of(seed, "quiet folders");
    this.trail = trail;
    this.evidence = evidence;
  }

  void act(LocalDate day) {
    if (day.equals(FirstNight.DAY)) {
      Place dev = new Place(Account.DEVELOPMENT, "us-east-1");
      Call failing =
          IamCalls.look("GetAccountAuthorizationDetails").with("errorCode", "AccessDenied");
      insight(
          new Unusual(dev, FirstNight.at(2, 18, 0), 3, failing, Intruder.leaked(), 2.3333333333));
    }
    if (day.equals(DemoCalendar.FIRST_DAY.plusDays(8))) {
      Place virginia = new Place(Account.PRODUCTION, "us-east-1");
      Caller scaling = Caller.service("autoscaling.amazonaws.com");
      Call run = Call.write("ec2", "RunInstances");
      long second = DemoCalendar.second(day, 6, 36);
      insight(new Unusual(virginia, second, 2, run, scaling, 2.5));
    }
    if (day.getDayOfMonth() % 3 == 0) {
      refused(DemoCalendar.second(day, 3, 17));
    }
  }

  private void insight(Unusual unusual) {
    String shared = dice.uuid();
    insight(unusual, "Start", unusual.from(), shared);
    insight(unusual, "End", unusual.from() + unusual.minutes() * 60L, shared);
  }

  private void insight(Unusual unusual, String state, long second, String shared) {
    String eventId = dice.uuid();
    Object error = unusual.call().parts().value("errorCode");
    Doc details =
        Doc.of("state", state)
            .with("eventSource", unusual.call().source())
            .with("eventName", unusual.call().name())
            .with("insightType", error == null ? "ApiCallRateInsight" : "ApiErrorRateInsight");
    if (error != null) {
      details = details.with("errorCode", error);
    }
    Doc record =
        Doc.of("eventVersion", "1.09")
            .with("eventTime", DemoCalendar.iso(second))
            .with("awsRegion", unusual.place().region())
            .with("eventID", eventId)
            .with("eventType", "AwsCloudTrailInsight")
            .with("recipientAccountId", unusual.place().account().id())
            .with("sharedEventID", shared)
            .with("insightDetails", details.with("insightContext", context(unusual, error)))
            .with("eventCategory", "Insight");
    Account account = unusual.place().account();
    evidence.warn(new Evidence.Warning(eventId, second, account, state, unusual.call().name()));
    send(
        new TrailStream(account, unusual.place().region(), TrailStream.Kind.INSIGHT),
        second,
        record);
  }

  private static Doc context(Unusual unusual, @Nullable Object error) {
    Doc statistics =
        Doc.of("baseline", Doc.of("average", 0.0003968254))
            .with("insight", Doc.of("average", unusual.average()))
            .with("insightDuration", unusual.minutes())
            .with("baselineDuration", 10_080);
    Object arn = unusual.who().identity().value("arn");
    List<Doc> attributions =
        List.of(
            attribution("userIdentityArn", String.valueOf(arn), unusual.average()),
            attribution("userAgent", unusual.who().seat().agent(), unusual.average()),
            attribution("errorCode", String.valueOf(error), unusual.average()));
    return Doc.of("statistics", statistics, "attributions", attributions);
  }

  private static Doc attribution(String attribute, String value, double average) {
    return Doc.of("attribute", attribute)
        .with("insight", List.of(Doc.of("value", value, "average", average)))
        .with("baseline", List.of());
  }

  /// A nightly job of the data account copies to a bucket that the endpoint does not allow.
  private void refused(long start) {
    Place place = new Place(Account.DATA, "eu-west-1");
    for (int i = 0; i < 2; i++) {
      long second = start + i * 40L;
      send(
          new TrailStream(Account.DATA, place.region(), TrailStream.Kind.NETWORK_ACTIVITY),
          second,
          refusal(place, second));
    }
  }

  private Doc refusal(Place place, long second) {
    Session session =
        Session.of(Role.of(Account.DATA, "report-builder-role"), dice.hex(32), dice, second);
    return Doc.of("eventVersion", "1.09")
        .with("userIdentity", Caller.session(session, Seat.at("", "")).identity())
        .with("eventTime", DemoCalendar.iso(second))
        .with("eventSource", "s3.amazonaws.com")
        .with("eventName", "PutObject")
        .with("awsRegion", place.region())
        .with("sourceIPAddress", "10.24.8." + dice.between(4, 250))
        .with("errorCode", "VpceAccessDenied")
        .with("errorMessage", "The request was denied due to a VPC endpoint policy")
        .with("requestID", dice.capitals(16))
        .with("eventID", dice.uuid())
        .with(
            "resources",
            List.of(Doc.of("type", "AWS::S3::Bucket", "ARN", "arn:aws:s3:::partner-dropbox-eu")))
        .with("eventType", "AwsVpceEvent")
        .with("recipientAccountId", Account.DATA.id())
        .with("sharedEventID", dice.uuid())
        .with("vpcEndpointId", "vpce-0" + Account.DATA.dice("eu-west-1").hex(16))
        .with("vpcEndpointAccountId", Account.DATA.id())
        .with("eventCategory", "NetworkActivity");
  }

  private void send(TrailStream stream, long second, Doc record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator out = json.createGenerator(bytes)) {
      record.writeTo(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    String id = String.valueOf(record.value("eventID"));
    String category = String.valueOf(record.value("eventCategory"));
    trail.accept(stream, second, new Trail.Event(id, category, bytes.toByteArray()));
  }
}
