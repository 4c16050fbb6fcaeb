"""Figures of conditions and rules: ours, event-ruler's and naive evaluation, in one process."""
import os

from .measure import Failed, measure

# Every so-manieth log file is taken, so that there are so many: 36,000 records or so.
FILES = 360
ROUNDS = 7


def figure_filters(bench):
    """Fifty routes' conditions over records in memory, and from log files to JSON Lines."""
    return passes(bench, "FilterPasses", bench.file("routes-written"))


def figure_rules(bench):
    """Six hundred Sigma rules over records in memory."""
    return passes(bench, "RulePasses", os.path.join(bench.shared, "data", "sigma-rules"))


def passes(bench, program, third):
    command = [os.path.join(bench.peers.jdk25, "bin", "java"), "-Xmx3g", "-XX:+UseSerialGC",
               "-Dbench.set=" + bench.set("main"), "-cp", bench.classpath(),
               "io.trailhouse.bench." + program, str(FILES), str(ROUNDS), third]
    rows = measure(program, command)["lines"]
    if not rows:
        raise Failed("%s printed no figure" % program)
    return rows


def filters_table(present):
    return matching_table(present["filters"]["rows"], "conditions", 500_000)


def rules_table(present):
    return matching_table(present["rules"]["rows"], "rules", 300_000)


def matching_table(rows, what, goal):
    head = ["", what, "records per CPU-s", "µs a record", "matches a record", "ours / theirs", "goal",
            "reached"]
    ours = next(row for row in rows if row["name"] == "Trailhouse")
    same = next(row for row in rows if "can say" in row["name"])
    table = []
    for row in rows:
        rate = row["rows"] / row["cpu_s"]
        peer = same if row["name"].startswith("event-ruler") else ours
        is_peer = row["name"].startswith(("event-ruler", "each", "naive"))
        table.append([
            row["name"], str(row["conditions"]), "{:,.0f}".format(rate), "%.2f" % (1e6 / rate),
            "%.2f" % (row["matches"] / row["rows"]),
            "%.1f" % (row["cpu_s"] / peer["cpu_s"]) if is_peer else "–",
            "≥ {:,}".format(goal) if row is ours else "–",
            ("yes" if rate >= goal else "**no**") if row is ours else "–"])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in table])
