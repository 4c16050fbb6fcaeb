package io.trailhouse.page;

import java.util.List;

/// Statements to begin with, for whoever has a question and no SQL for it yet. Each runs on any
/// table, also on an empty one.
final class Samples {
  /// A statement and what it is for.
  record Sample(String title, String about, String sql) {}

  static final List<Sample> ALL =
      List.of(
          new Sample(
              "Who signed in to the console",
              "Each sign-in with its address, and whether a second factor was used.",
              """
              SELECT eventtime, recipientaccountid, useridentity.arn, sourceipaddress,
                element_at(responseelements, 'ConsoleLogin') AS outcome,
                element_at(additionaleventdata, 'MFAUsed') AS mfa
              FROM events
              WHERE eventname = 'ConsoleLogin'
              ORDER BY eventtime DESC
              LIMIT 100\
              """),
          new Sample(
              "What the root user did",
              "The root user's calls, but for those that AWS makes in its name.",
              """
              SELECT eventtime, recipientaccountid, eventsource, eventname, sourceipaddress, errorcode
              FROM events
              WHERE useridentity.type = 'Root' AND useridentity.invokedby IS NULL
              ORDER BY eventtime DESC
              LIMIT 100\
              """),
          new Sample(
              "Whose calls are refused",
              "Principals by the number of refused calls: a probe, or a policy that is too narrow.",
              """
              SELECT useridentity.arn, eventsource, count(*) AS refused,
                count(DISTINCT eventname) AS calls, min(eventtime) AS first, max(eventtime) AS last
              FROM events
              WHERE errorcode IN ('AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation',
                'Client.UnauthorizedOperation')
              GROUP BY useridentity.arn, eventsource
              ORDER BY refused DESC
              LIMIT 50\
              """),
          new Sample(
              "Changes to users, roles and policies",
              "IAM calls that succeeded and changed something.",
              """
              SELECT eventtime, recipientaccountid, eventname, useridentity.arn, requestparameters
              FROM events
              WHERE eventsource = 'iam.amazonaws.com' AND NOT readonly AND errorcode IS NULL
              ORDER BY eventtime DESC
              LIMIT 200\
              """),
          new Sample(
              "New access keys",
              "For which user a key was made, and by whom.",
              """
              SELECT eventtime, recipientaccountid, useridentity.arn AS made_by,
                json_extract_scalar(responseelements, '$.accessKey.userName') AS made_for,
                json_extract_scalar(responseelements, '$.accessKey.accessKeyId') AS key
              FROM events
              WHERE eventname = 'CreateAccessKey' AND errorcode IS NULL
              ORDER BY eventtime DESC
              LIMIT 100\
              """),
          new Sample(
              "Who takes on which role",
              "Roles with those who assumed them, and how often.",
              """
              SELECT json_extract_scalar(requestparameters, '$.roleArn') AS role,
                coalesce(useridentity.arn, useridentity.invokedby, useridentity.accountid) AS who,
                count(*) AS times, max(eventtime) AS last
              FROM events
              WHERE eventsource = 'sts.amazonaws.com' AND eventname LIKE 'AssumeRole%'
              GROUP BY 1, 2
              ORDER BY times DESC
              LIMIT 100\
              """),
          new Sample(
              "Attempts to stop the log",
              "Calls that end, delete or narrow a trail, whether they succeeded or not.",
              """
              SELECT eventtime, recipientaccountid, eventname, useridentity.arn, errorcode
              FROM events
              WHERE eventsource = 'cloudtrail.amazonaws.com'
                AND eventname IN ('StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors',
                  'DeleteEventDataStore', 'PutInsightSelectors')
              ORDER BY eventtime DESC
              LIMIT 100\
              """),
          new Sample(
              "Ports opened to everybody",
              "Rules of security groups for any address.",
              """
              SELECT eventtime, recipientaccountid, awsregion, useridentity.arn,
                json_extract_scalar(requestparameters, '$.groupId') AS security_group,
                requestparameters
              FROM events
              WHERE eventname = 'AuthorizeSecurityGroupIngress' AND errorcode IS NULL
                AND (requestparameters LIKE '%0.0.0.0/0%' OR requestparameters LIKE '%::/0%')
              ORDER BY eventtime DESC
              LIMIT 100\
              """),
          new Sample(
              "Buckets made public or deleted",
              "Changes of access to S3 buckets, and buckets that are gone.",
              """
              SELECT eventtime, recipientaccountid, eventname, useridentity.arn,
                element_at(requestparameters, 'bucketName') AS bucket, errorcode
              FROM events
              WHERE eventsource = 's3.amazonaws.com'
                AND eventname IN ('PutBucketPolicy', 'PutBucketAcl', 'DeleteBucket',
                  'DeleteBucketPolicy', 'PutBucketPublicAccessBlock',
                  'DeleteBucketPublicAccessBlock')
              ORDER BY eventtime DESC
              LIMIT 100\
              """),
          new Sample(
              "Addresses of one principal",
              "Principals by the number of addresses that they called from.",
              """
              SELECT useridentity.arn, count(DISTINCT sourceipaddress) AS addresses,
                count(*) AS events
              FROM events
              WHERE useridentity.arn IS NOT NULL
                AND TRY_CAST(sourceipaddress AS IPADDRESS) IS NOT NULL
              GROUP BY useridentity.arn
              ORDER BY addresses DESC
              LIMIT 50\
              """),
          new Sample(
              "What is touched most",
              "Resources by the number of events that name them.",
              """
              SELECT r.arn, r.type, count(*) AS events, count(DISTINCT useridentity.arn) AS callers
              FROM events CROSS JOIN UNNEST(resources) AS t(r)
              GROUP BY r.arn, r.type
              ORDER BY events DESC
              LIMIT 50\
              """),
          new Sample(
              "Events by day",
              "How many events each day has, how many of them changed something or failed.",
              """
              SELECT date_trunc('day', eventtime) AS day, count(*) AS events,
                count_if(NOT readonly) AS changes, count(errorcode) AS errors
              FROM events
              GROUP BY 1
              ORDER BY day DESC
              LIMIT 100\
              """),
          new Sample(
              "Calls seen for the first time in a week",
              "Calls of the last seven days of the table that it did not have before.",
              """
              SELECT eventsource, eventname, min(eventtime) AS first, count(*) AS events
              FROM events
              GROUP BY eventsource, eventname
              HAVING min(eventtime) > (SELECT max(eventtime) - INTERVAL '7' DAY FROM events)
              ORDER BY first DESC
              LIMIT 100\
              """),
          new Sample(
              "Log files that brought no new event",
              "What arrived twice, as the ledger has it.",
              """
              SELECT origin, delivered_at, records, new_rows, duplicates, variants
              FROM log_files
              WHERE records > 0 AND new_rows = 0
              ORDER BY ingested DESC
              LIMIT 100\
              """),
          new Sample(
              "Findings by rule",
              "Which rules find how much, and how much of it is open.",
              """
              SELECT rule_id, max(title) AS title, max(level) AS level, count(*) AS findings,
                count_if(state = 'new') AS open, max("time") AS last
              FROM findings
              GROUP BY rule_id
              ORDER BY findings DESC\
              """));

  private Samples() {}
}
