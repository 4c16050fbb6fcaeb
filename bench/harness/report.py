"""Results into the tables of docs/benchmarks.md: ours beside the peer, ratio, goal, reached or not."""
import re

from . import queries
from .following import following_table
from .matching import filters_table, rules_table

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
# Peer of the import -> how many times more events per CPU-second the goal asks for.
IMPORT_GOALS = {"DuckDB tuned": 1.6, "DuckDB read_json": 7, "Spark local[2]": 4, "usual Java": 1.4,
                "AWS CloudTrail Processing Library 1.1.3": None}


def render_into(path, results):
    """Puts the tables between the two marks of a document."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + BEGIN + "\n" + tables(results) + "\n" + END + after)


def tables(results):
    sections = [
        ("Import", ["import", "import-peers"], import_table),
        ("Other goals", ["bytes", "memory", "tiny", "start", "upkeep", "sameness"], goals_table),
        ("Warm questions over 1 million events", ["queries"], query_table),
        ("From a queue: each message once", ["queue", "import"], queue_table),
        ("From a queue: each message three times, and four kills", ["queue-kills"], kills_table),
        ("From a queue: the smallest heap that gets through", ["queue-memory"], heap_table),
        ("Backfill: 238 partitions, all busy", ["backfill"], backfill_table),
        ("Backfill: an organization's 30 days", ["backfill-organization", "backfill-kills"], organization_table),
        ("Conditions of 50 routes", ["filters"], filters_table),
        ("600 rules", ["rules"], rules_table),
        ("Rules beside an import", ["rules-import"], following_table),
    ]
    parts = []
    for title, names, table in sections:
        present = {name: results[name] for name in names if name in results}
        if names[0] in present:
            parts.append("### %s\n\n%s\n\n%s" % (title, table(present), origin(present)))
    machine = results.get("machine")
    if machine:
        parts.insert(0, "Machine: %(cores)d cores of %(cpu)s, %(memory_gib)d GiB, %(system)s."
                     % machine)
    return "\n\n".join(parts)


def origin(present):
    said = sorted({"`%s` on %s" % (result["commit"], result["at"][:10])
                   for result in present.values()})
    return "Measured at " + ", ".join(said) + "."


def table_of(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def rate(row, key="cpu_s"):
    return row["rows"] / row[key]


def thousands(value):
    return "{:,.0f}".format(value)


def import_table(present):
    rows = [row for result in present.values() for row in result["rows"]]
    ours = next((row for row in rows if row["name"] == "Trailhouse"), None)
    head = ["", "events per CPU-s, cold process", "steady", "CPU s per million, cold / steady",
            "bytes an event", "peak RSS, MB", "ours / theirs, cold / steady", "goal", "reached",
            "remark"]
    return table_of(head, [import_row(row, ours) for row in rows])


def import_row(row, ours):
    steady = rate(row, "warm_cpu_s") if "warm_cpu_s" in row else None
    is_ours = row["name"].startswith("Trailhouse")
    ratios, goal, reached = "–", "–", "–"
    if row is ours:
        goal = "≥ 120,000"
        reached = yes(steady >= 120_000, rate(row) >= 120_000)
    elif ours and not is_ours:
        cold, warm = rate(ours) / rate(row), rate(ours, "warm_cpu_s") / steady
        ratios = "%.1f / %.1f" % (cold, warm)
        wanted = IMPORT_GOALS.get(row["name"])
        if wanted:
            goal, reached = "≥ %g" % wanted, yes(warm >= wanted, cold >= wanted)
    per_million = [row["cpu_s"] / row["rows"] * 1e6]
    if steady:
        per_million.append(1e6 / steady)
    size = row["bytes_out"] / row["rows"] if row.get("bytes_out", -1) > 0 else None
    return [row["name"], thousands(rate(row)), thousands(steady) if steady else "–",
            " / ".join("%.1f" % value for value in per_million),
            "%.0f" % size if size else "–", thousands(row["peak_rss_mb"]), ratios, goal, reached,
            row.get("note", "")]


def yes(steady, cold):
    if steady and cold:
        return "yes"
    return "steady yes, cold no" if steady else "cold yes, steady no" if cold else "**no**"


def goals_table(present):
    head = ["what", "ours", "goal", "reached"]
    rows = []
    for name, result in present.items():
        for row in result["rows"]:
            rows.extend(GOALS[name](row))
    return table_of(head, rows)


def judged(what, value, shown, goal, reached):
    return [[what, shown % value, goal, "yes" if reached else "**no**"]]


def bytes_goal(row):
    per_event = row["bytes_out"] / row["rows"]
    gz = row["gz_bytes"] / row["rows"]
    what = "bytes stored an event after %s, %s (gzipped log files: %.0f)" % (
        row["after"], row["name"][12:], gz)
    return judged(what, per_event, "%.1f", "≤ 110", per_event <= 110)


def memory_goal(row):
    what = "memory of an import of %s events: heap (all of the process)" % thousands(row["rows"])
    shown = (row["heap_mb"], row["peak_rss_mb"])
    return judged(what, shown, "%d MiB (%d)", "heap ≤ 1 GiB", row["heap_mb"] <= 1024)


def tiny_goal(row):
    files = row["files"] / row["wall_s"]
    what = "tiny files (%s files of a median of 4 records), a second" % thousands(row["files"])
    return judged(what, thousands(files), "%s", "≥ 5,000", files >= 5000)


def start_goal(row):
    limit = 0.3 if row["name"] == "--help" else 0.6
    shown = (row["wall_s"], row["cpu_s"])
    return judged("start: %s, median of 7, wall (CPU)" % row["name"], shown, "%.2f s (%.2f)",
                  "< %g s" % limit, row["wall_s"] < limit)


def upkeep_goal(row):
    per_second = rate(row)
    return judged("upkeep, rows per CPU-s", thousands(per_second), "%s", "≥ 150,000",
                  per_second >= 150_000)


def sameness_goal(row):
    what = "sameness check at %s rows, share of the import's CPU" % thousands(row["rows"])
    return judged(what, 100 * row["share"], "%.0f %%", "≤ 20 %", row["share"] <= 0.2)


GOALS = {"bytes": bytes_goal, "memory": memory_goal, "tiny": tiny_goal, "start": start_goal,
         "upkeep": upkeep_goal, "sameness": sameness_goal}


def query_table(present):
    rows = present["queries"]["rows"]
    names = [re.sub(r"^DuckDB ", "DuckDB, ", row["name"]) for row in rows]
    ours = rows[0]["answers"]
    gz = next(row["answers"] for row in rows if row["name"] == "DuckDB tuned over gz")
    head = ["ms wall (CPU)", *names, "gz tuned / ours, CPU", "goal, wall", "reached"]
    table = []
    for question in queries.QUESTIONS:
        limit = 1000 if question == "text anywhere" else 300 if "text" in question else 100
        mine = ours[question]
        table.append([question]
                     + ["%s (%s)" % (thousands(answer["wall_ms"]), thousands(answer["cpu_ms"]))
                        for answer in (row["answers"][question] for row in rows)]
                     + ["%.1f" % (gz[question]["cpu_ms"] / mine["cpu_ms"]), "< %d" % limit,
                        "yes" if mine["wall_ms"] < limit else "**no**"])
    return table_of(head, table)


def queue_table(present):
    found = {(row["set"], row["name"]): row for row in present["queue"]["rows"]}
    steady_import = next((rate(row, "warm_cpu_s") for row in present["import"]["rows"]
                          if row["name"] == "Trailhouse"), None) if "import" in present else None
    head = ["", "1 million events in 10,342 files: CPU s (wall s)", "100,000 events in 15,675 files",
            "steady, events per CPU-s", "share of the steady import", "goal", "reached", "peak RSS, MB"]
    return table_of(head, [queue_row(name, found, steady_import)
                           for name in dict.fromkeys(row["name"] for row in present["queue"]["rows"])])


def queue_row(name, found, steady_import):
    main, small, large = (found[(which, name)] for which in ("main", "small", "main5"))
    steady = (large["rows"] - main["rows"]) / (large["cpu_s"] - main["cpu_s"])
    share, goal, reached = "–", "–", "–"
    if name == "trailhouse serve" and steady_import:
        part = 100 * steady / steady_import
        share, goal, reached = "%.0f %%" % part, "≥ 70 %", "yes" if part >= 70 else "**no**"
    spent = ["%.1f (%.1f)" % (row["cpu_s"], row["wall_s"]) for row in (main, small)]
    return [name, *spent, thousands(steady), share, goal, reached, thousands(large["peak_rss_mb"])]


def kills_table(present):
    rows = present["queue-kills"]["rows"]
    head = ["", "events there are", "put down", "lost", "more than once"]
    return table_of(head, [[row["name"]] + [thousands(value) for value in (
        row["truth"], row["rows"], row["truth"] - row["distinct"], row["rows"] - row["distinct"])]
                           for row in rows])


def heap_table(present):
    names = {"large": "12 files of 50 MB (plain)", "small": "15,675 files of 4 records"}
    return table_of(["", "log files", "-Xmx, MiB", "peak RSS, MB", "CPU s"], [
        [row["name"], names[row["set"]], str(row["heap_mb"]), thousands(row["peak_rss_mb"]),
         "%.1f" % row["cpu_s"]] for row in present["queue-memory"]["rows"]])


def backfill_table(present):
    row = present["backfill"]["rows"][0]
    share = 100 * row["throttled"] / max(1, row["answered"] + row["throttled"])
    rows = [
        ["calls a second of a partition: slowest / median (the service allows 2)",
         "%.2f / %.2f" % (row["slowest"], row["median"]), "≥ 1.9", "yes" if row["slowest"] >= 1.9 else "**no**"],
        ["throttled calls of %s" % thousands(row["answered"]), "%.2f %%" % share, "< 0.1 %",
         "yes" if share < 0.1 else "**no**"],
        ["events of %s in the table, different ones" % thousands(row["events"]),
         "%s, %s" % (thousands(row["rows"]), thousands(row["distinct"])), "all, each once",
         "yes" if row["rows"] == row["distinct"] == row["events"] else "**no**"],
        ["wall time; CPU", "%.0f s; %.0f s" % (row["wall_s"], row["cpu_s"]), "–", "–"],
        ["peak RSS", "%s MB" % thousands(row["peak_rss_mb"]), "≤ 1 GiB",
         "yes" if row["peak_rss_mb"] <= 1024 else "**no**"]]
    return table_of(["what", "ours", "goal", "reached"], rows)


def organization_table(present):
    head = ["", "hours in the world", "calls", "throttled", "events of", "lost", "written twice"]
    rows = []
    for row in [row for result in present.values() for row in result["rows"]]:
        if row["name"] == "usual design":
            rows.append([row["name"], "%.1f" % (row["seconds"] / 3600), thousands(row["calls"]), "–",
                         thousands(row["events"]), thousands(row["lost"]), thousands(row["doubled"])])
            continue
        hours = "%.2f" % (row["world_s"] / 3600) if "world_s" in row else "–"
        twice = row["rows"] - row["distinct"]
        if "in_files" in row:
            twice = "%s; in log files %s" % (thousands(twice), thousands(row["in_files"] - row["files_distinct"]))
            lost = "%s; in log files %s" % (thousands(row["events"] - row["distinct"]),
                                            thousands(row["events"] - row["files_distinct"]))
        else:
            twice, lost = thousands(twice), thousands(row["events"] - row["distinct"])
        rows.append([row["name"], hours, thousands(row["answered"]), thousands(row["throttled"]),
                     thousands(row["events"]), lost, twice])
    return table_of(head, rows)
