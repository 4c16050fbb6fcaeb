package io.trailhouse.demo;

import io.trailhouse.demo.Story.Answer;
import io.trailhouse.demo.Story.Step;
import java.util.List;
import java.util.Objects;

/// What the intruder did once inside, and how it ended.
final class LossChapters {

  private final Evidence evidence;

  LossChapters(Evidence evidence) {
    this.evidence = evidence;
  }

  List<Step> steps() {
    return List.of(trail(), crossing(), objects(), disk(), reach(), doors());
  }

  private Step trail() {
    List<Sighting> events =
        evidence.find(e -> e.call().service().equals("cloudtrail") && !e.call().readOnly());
    return new Step(
        "Blinding the trail",
        "A member account cannot stop the organization's trail, so only dev-audit, the development"
            + " account's own, goes silent until Thursday. Everything after that is still here"
            + " because the organization's trail kept delivering.",
        """
        SELECT eventtime, eventname,
               split_part(element_at(requestparameters, 'name'), '/', 2) AS trail,
               coalesce(useridentity.username, split_part(useridentity.principalid, ':', 2))
                 AS actor,
               coalesce(errorcode, 'done') AS outcome
        FROM events
        WHERE eventsource = 'cloudtrail.amazonaws.com'
          AND eventname IN ('StopLogging', 'StartLogging', 'DeleteTrail', 'UpdateTrail')
        ORDER BY eventtime\
        """,
        new Answer(
            List.of("eventtime", "eventname", "trail", "actor", "outcome"),
            Cells.rows(
                events.stream().filter(e -> !e.call().name().equals("CreateTrail")).toList(),
                LossChapters::trailChange)),
        Cells.ids(events.stream().filter(e -> !e.call().name().equals("CreateTrail")).toList()));
  }

  private static List<String> trailChange(Sighting event) {
    String trail = Cells.text(event.asked("name"));
    Object error = event.call().parts().value("errorCode");
    return List.of(
        event.time(),
        event.call().name(),
        trail.substring(trail.indexOf('/') + 1),
        event.user() == null ? event.session() : Cells.text(event.user()),
        error == null ? "done" : Cells.text(error));
  }

  private Step crossing() {
    List<Sighting> events =
        evidence.find(e ->
            e.address().equals(Intruder.SECOND_ADDRESS)
                && e.call().name().equals("AssumeRole")
                && !e.failed());
    return new Step(
        "Into the data account",
        "On the second night three roles refuse backup-svc and DataLakeReader in the data account"
            + " does not: it trusts all of development. Both accounts have a record of the one"
            + " call, joined by sharedEventID; the key in its answer is the one to follow.",
        """
        SELECT recipientaccountid AS account, eventtime, useridentity.type AS caller_seen_as,
               json_extract_scalar(responseelements, '$.credentials.accessKeyId') AS session_key
        FROM events
        WHERE sharedeventid IN (
          SELECT sharedeventid FROM events
          WHERE eventname = 'AssumeRole' AND useridentity.username = '%s' AND errorcode IS NULL)
        ORDER BY recipientaccountid\
        """
            .formatted(Intruder.USER),
        new Answer(
            List.of("account", "eventtime", "caller_seen_as", "session_key"),
            Cells.rows(
                events,
                e ->
                    List.of(
                        e.place().account().id(),
                        e.time(),
                        Cells.text(e.caller().identity().value("type")),
                        Intruder.SESSION_KEY))),
        Cells.ids(events));
  }

  private Step objects() {
    List<Sighting> events =
        evidence.find(
            e -> Intruder.SESSION_KEY.equals(e.key()) && e.call().name().equals("GetObject"));
    long bytes = 0;
    for (Sighting event : events) {
      bytes +=
          event.call().parts().value("additionalEventData") instanceof Doc more
              ? (Integer) Objects.requireNonNull(more.value("bytesTransferredOut"))
              : 0;
    }
    return new Step(
        "The customers' data leaves",
        "With that key every object of the customer exports is fetched, in thirty-five minutes.",
        """
        SELECT element_at(requestparameters, 'bucketName') AS bucket, count(*) AS objects,
               sum(cast(element_at(additionaleventdata, 'bytesTransferredOut') AS bigint)) AS bytes,
               min(eventtime) AS first_seen, max(eventtime) AS last_seen
        FROM events
        WHERE eventcategory = 'Data' AND eventname = 'GetObject'
          AND useridentity.accesskeyid = '%s'
        GROUP BY element_at(requestparameters, 'bucketName')\
        """
            .formatted(Intruder.SESSION_KEY),
        new Answer(
            List.of("bucket", "objects", "bytes", "first_seen", "last_seen"),
            List.of(
                List.of(
                    S3Calls.EXPORTS,
                    Integer.toString(events.size()),
                    Long.toString(bytes),
                    events.getFirst().time(),
                    events.getLast().time()))),
        Cells.ids(events));
  }

  private Step disk() {
    List<Sighting> events = evidence.find(e -> e.call().name().equals("ModifySnapshotAttribute"));
    return new Step(
        "A disk is given away",
        "A snapshot of a development database is shared with an account outside the organization,"
            + " where it can be copied without another trace here.",
        """
        SELECT eventtime, useridentity.username AS actor,
               element_at(requestparameters, 'snapshotId') AS snapshot,
               json_extract_scalar(requestparameters,
                 '$.createVolumePermission.add.items[0].userId') AS given_to
        FROM events
        WHERE eventname = 'ModifySnapshotAttribute'
        ORDER BY eventtime\
        """,
        new Answer(
            List.of("eventtime", "actor", "snapshot", "given_to"),
            Cells.rows(
                events,
                e ->
                    List.of(
                        e.time(),
                        Cells.text(e.user()),
                        Cells.text(e.asked("snapshotId")),
                        Intruder.OUTSIDE_ACCOUNT))),
        Cells.ids(events));
  }

  private Step reach() {
    List<Sighting> events = evidence.find(e -> e.address().startsWith(Intruder.NETWORK));
    return new Step(
        "How far did it go?",
        "One question over all accounts: everything that came from the two addresses.",
        """
        SELECT recipientaccountid AS account, sourceipaddress, count(*) AS events,
               count(errorcode) AS refused, min(eventtime) AS first_seen,
               max(eventtime) AS last_seen
        FROM events
        WHERE sourceipaddress LIKE '%s%%'
        GROUP BY recipientaccountid, sourceipaddress
        ORDER BY first_seen\
        """
            .formatted(Intruder.NETWORK),
        new Answer(
            List.of("account", "sourceipaddress", "events", "refused", "first_seen", "last_seen"),
            Groups.of(events, e -> List.of(e.place().account().id(), e.address()))
                .inOrderOfTimeWithRefusals()),
        Cells.ids(events));
  }

  private Step doors() {
    List<Sighting> events =
        evidence.find(e ->
            e.issuer().startsWith("AWSReservedSSO_" + Containment.PERMISSION_SET)
                && e.call().parts().value("eventType") == null
                && !e.call().readOnly());
    return new Step(
        "Shutting the doors",
        "Thursday morning Ana Reyes finds it, and her own calls are the record of the response.",
        """
        SELECT eventtime, recipientaccountid AS account, eventsource, eventname,
               split_part(useridentity.principalid, ':', 2) AS who
        FROM events
        WHERE useridentity.sessioncontext.sessionissuer.username LIKE 'AWSReservedSSO_%s%%'
          AND eventtype = 'AwsApiCall' AND readonly = false
        ORDER BY eventtime\
        """
            .formatted(Containment.PERMISSION_SET),
        new Answer(
            List.of("eventtime", "account", "eventsource", "eventname", "who"),
            Cells.rows(
                events,
                e ->
                    List.of(
                        e.time(),
                        e.place().account().id(),
                        e.call().source(),
                        e.call().name(),
                        Person.security().email()))),
        Cells.ids(events));
  }
}
