"""The questions of the query figures, in our SQL and in each spelling of DuckDB's."""
from . import data
from .peers import DOCUMENTED_STEP, LONGEST_LINE

QUESTIONS = ["event id with its record", "access key with its records", "address with its records",
             "count by event name", "top principals of a day", "text in request parameters",
             "text anywhere"]
NEEDLES = QUESTIONS[:3]
COUNTS = QUESTIONS[3:5]


def ours(needles):
    """What a user of Trailhouse types."""
    day = needles["day"]
    return dict(zip(QUESTIONS, [
        "SELECT eventjson FROM events WHERE eventid = '%s'" % needles["eventid"],
        "SELECT eventjson FROM events WHERE useridentity.accesskeyid = '%s'" % needles["key"],
        "SELECT eventjson FROM events WHERE sourceipaddress = '%s'" % needles["address"],
        "SELECT eventname, count(*) AS n FROM events GROUP BY eventname",
        "SELECT useridentity.arn, count(*) AS n FROM events WHERE eventtime >= TIMESTAMP '%s 00:00:00'"
        " AND eventtime < TIMESTAMP '%s 00:00:00' + INTERVAL '1' DAY GROUP BY useridentity.arn"
        " ORDER BY n DESC LIMIT 10" % (day, day),
        "SELECT eventid FROM events WHERE requestparameters LIKE '%%%s%%'" % needles["bucket"],
        "SELECT eventid FROM events WHERE eventjson LIKE '%%%s%%'" % needles["request"],
    ]))


def over_gz(needles, records, field):
    """The questions over log files: `records` gives a subquery of records that mention a text."""
    day = needles["day"]
    return dict(zip(QUESTIONS, [
        "SELECT r FROM %s WHERE %s = '%s'" % (
            records(needles["eventid"]), field("eventID"), needles["eventid"]),
        "SELECT r FROM %s WHERE %s = '%s'" % (
            records(needles["key"]), field("userIdentity.accessKeyId"), needles["key"]),
        "SELECT r FROM %s WHERE %s = '%s'" % (
            records(needles["address"]), field("sourceIPAddress"), needles["address"]),
        "SELECT %s AS name, count(*) FROM %s GROUP BY name" % (field("eventName"), records("")),
        "SELECT %s AS who, count(*) AS n FROM %s WHERE %s LIKE '%s%%' GROUP BY who ORDER BY n DESC"
        " LIMIT 10" % (field("userIdentity.arn"), records(day + "T"), field("eventTime"), day),
        "SELECT %s FROM %s WHERE %s LIKE '%%%s%%'" % (
            field("eventID"), records(needles["bucket"]), field("requestParameters"),
            needles["bucket"]),
        "SELECT %s FROM %s WHERE r::VARCHAR LIKE '%%%s%%'" % (
            field("eventID"), records(needles["request"]), needles["request"]),
    ]))


def json_field(path):
    return "(r->>'$.%s')" % path


def documented(needles, folder):
    """`read_json` over every DOCUMENTED_STEP-th file."""
    files = data.log_files(folder)[::DOCUMENTED_STEP]
    source = ("(SELECT unnest(\"Records\") AS r FROM read_json([%s], columns={Records: 'JSON[]'},"
              " maximum_object_size=200000000))" % ",".join("'%s'" % path for path in files))
    return over_gz(needles, lambda text: source, json_field)


def tuned(needles, folder):
    """`read_csv` with one field a file; a file that does not hold the text is not taken apart."""
    lines = ("read_csv('%s/AWSLogs/**/*.json.gz', columns={line: 'VARCHAR'}, delim='\\x01', quote='',"
             " escape='', header=false, auto_detect=false, compression='gzip', max_line_size=%d)"
             % (folder, LONGEST_LINE))

    def records(text):
        where = " WHERE contains(line, '%s')" % text if text else ""
        return "(SELECT unnest(json_extract(line, '$.Records[*]')) AS r FROM %s%s)" % (lines, where)

    spelled = over_gz(needles, records, json_field)
    spelled["count by event name"] = (
        "SELECT name, count(*) FROM (SELECT unnest(json_extract_string(line,"
        " '$.Records[*].eventName')) AS name FROM %s) GROUP BY name" % lines)
    return spelled


def own_parquet(needles, file):
    """DuckDB over what DuckDB wrote: text columns and the record's own text."""
    day = needles["day"]
    table = "read_parquet('%s')" % file
    return dict(zip(QUESTIONS, [
        "SELECT raw FROM %s WHERE eventid = '%s'" % (table, needles["eventid"]),
        "SELECT raw FROM %s WHERE useridentity_accesskeyid = '%s'" % (table, needles["key"]),
        "SELECT raw FROM %s WHERE sourceipaddress = '%s'" % (table, needles["address"]),
        "SELECT eventname, count(*) FROM %s GROUP BY eventname" % table,
        "SELECT useridentity_arn, count(*) AS n FROM %s WHERE eventtime LIKE '%s%%' GROUP BY"
        " useridentity_arn ORDER BY n DESC LIMIT 10" % (table, day),
        "SELECT eventid FROM %s WHERE raw LIKE '%%%s%%' AND (raw::JSON->>'$.requestParameters')"
        " LIKE '%%%s%%'" % (table, needles["bucket"], needles["bucket"]),
        "SELECT eventid FROM %s WHERE raw LIKE '%%%s%%'" % (table, needles["request"]),
    ]))
