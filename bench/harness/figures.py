"""The figures. Each is a function of the bench that measures ours and its peers in one go."""
import json
import os
import re
import shutil
import subprocess
import sys

from . import data, queries
from .backfilling import figure_backfill, figure_backfill_kills, figure_backfill_organization
from .collecting import figure_queue, figure_queue_kills, figure_queue_memory
from .following import figure_rules_import
from .matching import figure_filters, figure_rules
from .measure import Failed, measure, median
from .peers import DOCUMENTED_STEP, Peers, cold_and_warm


class Bench:
    """Where things are and how often a cheap measurement is repeated."""

    def __init__(self, root, data_folder, work, shared, trailhouse, repeat):
        self.data_folder = data_folder
        self.work = work
        self.shared = shared
        self.trailhouse = trailhouse
        self.repeat = repeat
        self.root = root
        self.peers = Peers(root, work)
        self.ready = False

    def set(self, name):
        return data.ensure(name, self.data_folder, self.shared)

    def file(self, name):
        return os.path.join(self.work, name)

    def ours(self, name, *arguments, env=None, note=""):
        """The real command; the launcher's own building and caching is done before the first."""
        if not self.ready:
            measure("build", [self.trailhouse, "--version"])
            self.ready = True
        return measure(name, [self.trailhouse] + list(arguments), env=env, note=note)

    def classpath(self):
        """The bench module with all it depends on, as the reactor built it."""
        subprocess.run([os.path.join(self.root, "mvnw"), "-B", "-q", "-ntp", "-pl", "bench", "-am",
                        "package", "-DskipTests"], cwd=self.root, check=True, stdout=sys.stderr)
        listed = os.path.join(self.root, "bench", "target", "classpath")
        with open(listed, encoding="utf-8") as file:
            return (os.path.join(self.root, "bench", "target", "classes") + os.pathsep
                    + file.read().strip())

    def has_upkeep(self):
        return re.search(r"^  upkeep ", self.ours("help", "--help")["text"], re.MULTILINE)

    def imported(self, set_name, fresh=False):
        """A home with a data set imported, and its upkeep done where there is a command for it."""
        home = self.file("home-" + set_name)
        if fresh or not os.path.exists(os.path.join(home, "done")):
            import_ours(self, set_name, home)
            if self.has_upkeep():
                self.ours("upkeep", "upkeep", "--home", home)
            with open(os.path.join(home, "done"), "w", encoding="utf-8") as mark:
                mark.write("imported, upkeep done\n")
        return home


def import_ours(bench, set_name, home, java_options=""):
    """The real command in a process of its own, into an empty home."""
    folder = bench.set(set_name)
    shutil.rmtree(home, ignore_errors=True)
    measured = bench.ours("Trailhouse", "import", os.path.join(folder, "AWSLogs"), "--home", home,
                          "--json", env={"TRAILHOUSE_JAVA_OPTS": java_options})
    said = measured.pop("lines")[-1]
    measured.pop("text")
    expected = data.manifest(folder)
    if said["events"] != expected["events"] or said["quarantined"]:
        raise Failed("import of %s says %s, its manifest %s" % (set_name, said, expected["events"]))
    return {**measured, "rows": said["rows"], "said": said, "bytes_out": parquet_bytes(home)}


def parquet_bytes(home):
    """Bytes of the data files that the newest snapshots of both tables hold, from their own count.

    Files that upkeep has replaced stay on disk until their snapshots expire; they are not counted.
    """
    return sum(snapshot_bytes(os.path.join(home, "warehouse", "cloudtrail", table, "metadata"))
               for table in ("events", "log_files"))


def snapshot_bytes(folder):
    versions = [name for name in os.listdir(folder) if name.endswith(".metadata.json")]
    with open(os.path.join(folder, max(versions)), encoding="utf-8") as file:
        metadata = json.load(file)
    current = metadata.get("current-snapshot-id")
    return sum(int(snapshot["summary"]["total-files-size"]) for snapshot in metadata["snapshots"]
               if snapshot["snapshot-id"] == current)


def figure_import(bench):
    """Log files to table. Ours: cold process, and the steady rate between 1 and 5 million events."""
    million = middle_import(bench, "main", bench.file("home-import"))
    five = middle_import(bench, "main5", bench.file("home-import5"))
    million["warm_cpu_s"] = round((five["cpu_s"] - million["cpu_s"]) / 4, 3)
    million["warm_wall_s"] = round((five["wall_s"] - million["wall_s"]) / 4, 3)
    million["note"] = "sameness, ledger and commit included; steady: a million more of five"
    return [million, {**five, "name": "Trailhouse, 5 million"}]


def middle_import(bench, set_name, home):
    """The run with the median of processor time, of several."""
    rows = [import_ours(bench, set_name, home) for _ in range(bench.repeat)]
    middle = sorted(rows, key=lambda row: row["cpu_s"])[len(rows) // 2]
    return {**middle, "runs_cpu_s": [row["cpu_s"] for row in rows]}


def figure_import_peers(bench):
    """The same million through what people use today."""
    folder = bench.set("main")
    peers = bench.peers
    rows = [
        duckdb_import(bench, "DuckDB read_json", "import-documented", DOCUMENTED_STEP,
                      "every %dth file" % DOCUMENTED_STEP),
        duckdb_import(bench, "DuckDB tuned", "import-tuned", 1,
                      "refuses files over 16 MiB; text re-spelled"),
        cold_and_warm(measure("Spark local[2]",
                              peers.spark(folder, bench.file("spark"), 3), note="record text not kept")),
        cold_and_warm(measure("usual Java", peers.usual_java(folder, bench.file("usual.parquet"), 3),
                              note="one thread, one file")),
        cold_and_warm(measure("AWS CloudTrail Processing Library 1.1.3",
                              peers.processing_library("default", folder, 3),
                              note="objects only, nothing written")),
    ]
    check(bench, rows[1], "eventid", bench.file("tuned.parquet"), folder)
    check(bench, rows[2], "eventID", bench.file("spark"), folder)
    check(bench, rows[3], "eventid", bench.file("usual.parquet"), folder)
    return rows


def duckdb_import(bench, name, mode, step, note):
    """The better of one and two threads, by processor time."""
    out = bench.file(mode.split("-")[1] + ".parquet")
    folder = bench.set("main")
    tried = [cold_and_warm(measure(name, bench.peers.duckdb(threads, mode, folder, step, out),
                                   note="%s; %d thread(s)" % (note, threads))) for threads in (2, 1)]
    return min(tried, key=lambda row: row["cpu_s"])


def check(bench, row, column, out, folder):
    """Counts a peer's Parquet and adds up its ids: a fast wrong answer is no figure."""
    found = measure("check", bench.peers.duckdb(2, "check", column, out))["lines"][0]
    said = data.manifest(folder)
    if (found["rows"], found["id_sum"]) != (said["events"], said["id_sum"]):
        raise Failed("%s wrote %s, the manifest says %s" % (row["name"], found, said))
    row["rows"] = found["rows"]
    row["bytes_out"] = found["bytes_out"]


def figure_bytes(bench):
    """Bytes of Parquet per event once upkeep has run, ledger included."""
    found = []
    for name in ("main", "odd"):
        home = bench.imported(name)
        said = data.manifest(bench.set(name))
        found.append({"name": "Trailhouse, " + name, "rows": said["events"],
                      "bytes_out": parquet_bytes(home), "gz_bytes": said["gz_bytes"],
                      "after": "upkeep" if bench.has_upkeep() else "the import, without upkeep"})
    return found


def figure_memory(bench):
    """Heap and resident set of imports of 1 and 5 million events with the launcher's own settings."""
    log = bench.file("gc.log")
    rows = []
    for name in ("main", "main5"):
        row = import_ours(bench, name, bench.file("home-memory"), "-Xlog:gc:file=%s" % log)
        with open(log, encoding="utf-8") as file:
            sizes = re.findall(r"(\d+)M->(\d+)M\((\d+)M\)", file.read())
        rows.append({**row, "heap_mb": max(int(size[2]) for size in sizes),
                     "live_mb": max(int(size[1]) for size in sizes)})
    return rows


def figure_tiny(bench):
    """Files of 1 to 8 records, mostly."""
    rows = []
    for _ in range(bench.repeat):
        row = import_ours(bench, "small", bench.file("home-tiny"))
        rows.append({**row, "files": data.manifest(bench.set("small"))["files"]})
    return [sorted(rows, key=lambda row: row["wall_s"])[len(rows) // 2]]


def figure_start(bench):
    """Seven starts each: help, and the first answer from the table."""
    home = bench.imported("main")
    asked = {"--help": ["--help"],
             "first SQL answer": ["query", "--home", home, "SELECT count(*) AS n FROM events"]}
    rows = []
    for name, arguments in asked.items():
        runs = [bench.ours(name, *arguments) for _ in range(8)][1:]
        rows.append({"name": name, "cpu_s": median([run["cpu_s"] for run in runs]),
                     "wall_s": median([run["wall_s"] for run in runs]),
                     "peak_rss_mb": runs[0]["peak_rss_mb"],
                     "runs_wall_s": [run["wall_s"] for run in runs]})
    return rows


def figure_upkeep(bench):
    """Upkeep of a table straight after the import of a million events."""
    home = bench.file("home-upkeep")
    rows = import_ours(bench, "main", home)["rows"]
    before = parquet_bytes(home)
    measured = bench.ours("Trailhouse", "upkeep", "--home", home)
    return [{**{key: measured[key] for key in ("name", "cpu_s", "wall_s", "peak_rss_mb")},
             "rows": rows, "bytes_before": before, "bytes_out": parquet_bytes(home)}]


def figure_queries(bench):
    """Warm answers in one process each: ours, DuckDB over the log files, DuckDB over its own Parquet."""
    folder = bench.set("main")
    needles = data.needles(folder)
    converted = bench.file("tuned.parquet")
    if not os.path.exists(converted):
        duckdb_import(bench, "DuckDB tuned", "import-tuned", 1, "")
    asked = [
        ("DuckDB over its own Parquet", queries.own_parquet(needles, converted), 9, 1),
        ("DuckDB tuned over gz", queries.tuned(needles, folder), 2, 1),
        ("DuckDB read_json over gz", queries.documented(needles, folder), 1, DOCUMENTED_STEP),
    ]
    found = [ours_queries(bench, needles)]
    for name, spelled, passes, scale in asked:
        lines = question_file(bench, spelled)
        command = bench.peers.duckdb(2, "query", lines, passes)
        found.append(answers(name, measure(name, command), scale))
    for row in found[1:3]:
        agree(found[0], row)
    return found


def ours_queries(bench, needles):
    lines = question_file(bench, queries.ours(needles))
    classpath = bench.classpath()
    command = [os.path.join(bench.peers.jdk25, "bin", "java"), "--enable-native-access=ALL-UNNAMED",
               "-cp", classpath, "io.trailhouse.bench.QuestionPasses", bench.imported("main"), lines,
               "9"]
    return answers("Trailhouse", measure("Trailhouse", command), 1)


def question_file(bench, spelled):
    path = bench.file("questions.tsv")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines("%s\t%s\n" % pair for pair in spelled.items())
    return path


def answers(name, measured, scale):
    """The median of the warm passes of each question, scaled up where only a sample was read."""
    found = {}
    for question in queries.QUESTIONS:
        runs = [line for line in measured["lines"] if line["query"] == question]
        warm = runs[1:] or runs
        found[question] = {"wall_ms": round(scale * median([run["wall_ms"] for run in warm]), 1),
                           "cpu_ms": round(scale * median([run["cpu_ms"] for run in warm]), 1),
                           "rows": runs[0]["rows"] if scale == 1 else None}
    return {"name": name, "peak_rss_mb": measured["peak_rss_mb"], "answers": found,
            "note": "every %dth file, times %d" % (scale, scale) if scale > 1 else ""}


def agree(ours, peer):
    for question, answer in peer["answers"].items():
        if answer["rows"] != ours["answers"][question]["rows"]:
            raise Failed("%s: we give %s rows, %s %s" % (
                question, ours["answers"][question]["rows"], peer["name"], answer["rows"]))


FIGURES = {
    "import": figure_import,
    "import-peers": figure_import_peers,
    "bytes": figure_bytes,
    "memory": figure_memory,
    "tiny": figure_tiny,
    "queries": figure_queries,
    "start": figure_start,
    "upkeep": figure_upkeep,
    "queue": figure_queue,
    "queue-kills": figure_queue_kills,
    "queue-memory": figure_queue_memory,
    "backfill": figure_backfill,
    "backfill-organization": figure_backfill_organization,
    "backfill-kills": figure_backfill_kills,
    "filters": figure_filters,
    "rules": figure_rules,
    "rules-import": figure_rules_import,
}
