"""Figures of backfilling from Event history, against a stand-in that keeps the service's rules."""
import json
import os
import random
import subprocess
import threading
import time

from .collecting import KEYS, StandProcess, fresh
from .measure import Failed, _json_lines

KILLS = 20
ROLE = ["--accounts", "all", "--role", "TrailhouseReader", "--external-id", "the-id"]


class Stand(StandProcess):
    """Event history of an organization, in a process of its own."""

    def __init__(self, bench, speed, accounts, regions, days, events, dense, burst):
        self.speed = speed
        numbers = (speed, accounts, regions, days, events, dense, burst)
        super().__init__(bench, ["-Xmx3g", "-XX:+UseParallelGC", "-cp", bench.classpath(),
                                 "io.trailhouse.bench.HistoryStand", *map(str, numbers)])
        words = self.words
        self.events = int(words[1])
        self.span = ["--from", words[2], "--to", words[3]]
        self.env = {**KEYS, "AWS_ENDPOINT_URL": words[0],
                    "TRAILHOUSE_JAVA_OPTS": "-Dtrailhouse.history-speed=%d" % speed}

    def ask(self, line):
        return json.loads(super().ask(line))


def start(bench, stand, home, *more):
    return subprocess.Popen(
        [bench.trailhouse, "backfill", "--home", home, "--json", *ROLE, *stand.span, *more],
        env={**os.environ, **stand.env}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ended(process):
    """What it printed, and what it used."""
    complaint = []
    reader = threading.Thread(target=lambda: complaint.append(process.stderr.read()))
    reader.start()
    text = process.stdout.read().decode("utf-8", "replace")
    reader.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = _json_lines(text)
    if not lines:
        raise Failed("backfill: %s" % complaint[0].decode("utf-8", "replace")[-2000:])
    return lines[-1], usage


def table(bench, home):
    said = bench.ours("count", "query", "--home", home, "--json",
                      "SELECT count(*) AS n, count(DISTINCT recipientaccountid || awsregion || eventid) AS d"
                      " FROM events")
    answer = json.loads(said["text"])[0]
    return answer["n"], answer["d"]


def figure_backfill(bench):
    """Every partition of 14 accounts and 17 Regions busy at once, in the world's own time."""
    bench.ours("version", "--version")
    folder = fresh(bench, "backfill")
    with Stand(bench, 1, 14, 17, 30, 10000, 1, 0) as stand:
        begun = time.monotonic()
        said, usage = ended(start(bench, stand, os.path.join(folder, "home")))
        wall = time.monotonic() - begun
        calls = stand.ask("calls")
        rows, distinct = table(bench, os.path.join(folder, "home"))
        return [{"name": "all partitions", "wall_s": round(wall, 1), "events": stand.events, "rows": rows,
                 "distinct": distinct, "complete": said["complete"], **calls,
                 "cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
                 "peak_rss_mb": round(usage.ru_maxrss / 1024)}]


def figure_backfill_organization(bench):
    """30 days, one Region 100 times as dense; and the usual design on the same events."""
    bench.ours("version", "--version")
    folder = fresh(bench, "backfill")
    rows = []
    with Stand(bench, 10, 14, 17, 30, 1250, 100, 15000) as stand:
        begun = time.monotonic()
        said, _ = ended(start(bench, stand, os.path.join(folder, "quiet")))
        wall = time.monotonic() - begun
        found, distinct = table(bench, os.path.join(folder, "quiet"))
        rows.append({"name": "trailhouse backfill", "world_s": round(wall * stand.speed),
                     "events": stand.events, "rows": found, "distinct": distinct,
                     "complete": said["complete"], **stand.ask("calls")})
        rows.append({"name": "usual design", "events": stand.events, **stand.ask("usual")})
    return rows


def figure_backfill_kills(bench):
    """The same with faults of every kind and kills: into the table and into log files."""
    bench.ours("version", "--version")
    folder = fresh(bench, "backfill")
    home, files = os.path.join(folder, "home"), os.path.join(folder, "files")
    dice = random.Random(7)
    with Stand(bench, 10, 14, 17, 30, 1250, 100, 15000) as stand:
        stand.ask("faults")
        for _ in range(KILLS):
            process = start(bench, stand, home, "--files", files)
            time.sleep(dice.uniform(8, 16))
            process.kill()
            process.communicate()
        said, _ = ended(start(bench, stand, home, "--files", files))
        found, distinct = table(bench, home)
        in_files, once = log_files(bench, files, os.path.join(folder, "again"))
        return [{"name": "trailhouse backfill, %d kills and faults" % KILLS,
                 "events": stand.events, "rows": found, "distinct": distinct,
                 "in_files": in_files, "files_distinct": once, "complete": said["complete"],
                 **stand.ask("calls")}]


def log_files(bench, files, home):
    """Records in the log files, and how many of them are different ones, as an import counts them."""
    said = bench.ours("import", "import", files, "--home", home, "--json")["lines"][-1]
    return said["events"], said["rows"]
