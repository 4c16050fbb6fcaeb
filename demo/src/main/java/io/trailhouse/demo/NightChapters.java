package io.trailhouse.demo;

import io.trailhouse.demo.Story.Answer;
import io.trailhouse.demo.Story.Step;
import java.util.List;

/// How the intruder came in: from the leaked key to the first sign-in.
final class NightChapters {

  private final Evidence evidence;

  NightChapters(Evidence evidence) {
    this.evidence = evidence;
  }

  List<Step> steps() {
    return List.of(leak(), look(), warning(), user(), administrator(), login());
  }

  private Step leak() {
    List<Sighting> events = evidence.find(e -> Pipeline.KEY.equals(e.key()));
    return new Step(
        "A key in a public repository",
        "The access key of the IAM user ci-artifacts was committed to a public repository on"
            + " Monday. The build farm had used it from two addresses for weeks; since Tuesday,"
            + " 02:17 UTC, somebody else does.",
        """
        SELECT sourceipaddress, replace(split_part(useragent, ' ', 1), '[', '') AS client,
               count(*) AS calls, min(eventtime) AS first_seen, max(eventtime) AS last_seen
        FROM events
        WHERE useridentity.accesskeyid = '%s'
        GROUP BY sourceipaddress, replace(split_part(useragent, ' ', 1), '[', '')
        ORDER BY first_seen\
        """
            .formatted(Pipeline.KEY),
        new Answer(
            List.of("sourceipaddress", "client", "calls", "first_seen", "last_seen"),
            Groups.of(events, NightChapters::addressAndClient).inOrderOfTime()),
        Cells.ids(events));
  }

  private static List<String> addressAndClient(Sighting event) {
    String agent = event.caller().seat().agent();
    return List.of(event.address(), agent.substring(0, agent.indexOf(' ')));
  }

  private Step look() {
    List<Sighting> events =
        evidence.find(e ->
            Pipeline.KEY.equals(e.key())
                && e.address().equals(Intruder.FIRST_ADDRESS)
                && e.second() < FirstNight.at(2, 30, 0));
    return new Step(
        "Looking around",
        "A script asks who it is, then tries one service after the other, also in Regions where"
            + " the organization has nothing. Most calls are refused; IAM answers.",
        """
        SELECT eventsource, count(*) AS calls, count(errorcode) AS refused,
               count(DISTINCT awsregion) AS regions
        FROM events
        WHERE sourceipaddress = '%s' AND eventtime < '2026-05-19 02:30:00'
        GROUP BY eventsource
        ORDER BY calls DESC, eventsource\
        """
            .formatted(Intruder.FIRST_ADDRESS),
        new Answer(
            List.of("eventsource", "calls", "refused", "regions"),
            Groups.of(events, e -> List.of(e.call().source())).bySizeWithRefusals()),
        Cells.ids(events));
  }

  private Step warning() {
    List<Evidence.Warning> warnings = evidence.warnings();
    List<List<String>> rows =
        warnings.stream()
            .map(w -> List.of(Sighting.time(w.second()), w.account().id(), w.name(), w.state()))
            .toList();
    return new Step(
        "The warning that nobody read",
        "CloudTrail Insights noticed the refusals within half an hour and wrote it into a folder"
            + " that nobody watched. (The other pair is the morning's scaling in production.)",
        """
        SELECT eventtime, recipientaccountid AS account,
               json_extract_scalar(insightdetails, '$.eventName') AS call,
               json_extract_scalar(insightdetails, '$.state') AS state
        FROM events
        WHERE eventcategory = 'Insight'
        ORDER BY eventtime\
        """,
        new Answer(List.of("eventtime", "account", "call", "state"), rows),
        warnings.stream().map(Evidence.Warning::eventId).toList());
  }

  private Step user() {
    List<Sighting> events =
        evidence.find(e ->
            Intruder.USER.equals(e.asked("userName"))
                && List.of("CreateUser", "CreateAccessKey").contains(e.call().name()));
    return new Step(
        "A user of one's own",
        "A policy left over from the bootstrap lets ci-artifacts manage users. It makes"
            + " backup-svc, with a key that outlives the leaked one.",
        """
        SELECT eventtime, useridentity.username AS actor, eventname,
               element_at(requestparameters, 'userName') AS made_for, sourceipaddress
        FROM events
        WHERE eventsource = 'iam.amazonaws.com'
          AND eventname IN ('CreateUser', 'CreateAccessKey')
          AND element_at(requestparameters, 'userName') = '%s'
        ORDER BY eventtime\
        """
            .formatted(Intruder.USER),
        new Answer(
            List.of("eventtime", "actor", "eventname", "made_for", "sourceipaddress"),
            Cells.rows(
                events,
                e ->
                    List.of(
                        e.time(),
                        Cells.text(e.user()),
                        e.call().name(),
                        Cells.text(e.asked("userName")),
                        e.address()))),
        Cells.ids(events));
  }

  private Step administrator() {
    List<Sighting> events = evidence.find(e -> e.call().name().equals("AttachUserPolicy"));
    return new Step(
        "Administrator",
        "Half a minute later the new user may do everything in the development account.",
        """
        SELECT eventtime, useridentity.username AS actor,
               element_at(requestparameters, 'userName') AS target,
               element_at(requestparameters, 'policyArn') AS policy
        FROM events
        WHERE eventname IN ('AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy')
          AND requestparameters LIKE '%:policy/AdministratorAccess%'
        ORDER BY eventtime\
        """,
        new Answer(
            List.of("eventtime", "actor", "target", "policy"),
            Cells.rows(
                events,
                e ->
                    List.of(
                        e.time(),
                        Cells.text(e.user()),
                        Cells.text(e.asked("userName")),
                        Cells.text(e.asked("policyArn"))))),
        Cells.ids(events));
  }

  private Step login() {
    List<Sighting> events =
        evidence.find(e ->
            e.call().name().equals("ConsoleLogin")
                && "IAMUser".equals(e.caller().identity().value("type"))
                && !"break-glass".equals(e.user()));
    return new Step(
        "Through the front door",
        "backup-svc gets a password and signs in to the console without a second factor. So does"
            + " legacy-ops, every Tuesday: an old habit that hides the new one.",
        """
        SELECT eventtime, recipientaccountid AS account, useridentity.username AS who,
               sourceipaddress, element_at(responseelements, 'ConsoleLogin') AS outcome
        FROM events
        WHERE eventname = 'ConsoleLogin' AND useridentity.type = 'IAMUser'
          AND element_at(additionaleventdata, 'MFAUsed') = 'No'
        ORDER BY eventtime\
        """,
        new Answer(
            List.of("eventtime", "account", "who", "sourceipaddress", "outcome"),
            Cells.rows(
                events,
                e ->
                    List.of(
                        e.time(),
                        e.place().account().id(),
                        Cells.text(e.user()),
                        e.address(),
                        Cells.text(e.answered("ConsoleLogin"))))),
        Cells.ids(events));
  }
}
