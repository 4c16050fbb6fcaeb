"""What rules cost beside an import, in one process: ours only."""
import os

from . import data
from .measure import Failed, measure

TURNS = 3
GOAL = 15


def figure_rules_import(bench):
    """An import alone, with the built-in rules behind it, and with all watches too."""
    folder = bench.set("follow")
    command = [os.path.join(bench.peers.jdk25, "bin", "java"), "-Xmx3g", "-XX:+UseSerialGC",
               "--enable-native-access=ALL-UNNAMED", "-Dbench.set=" + folder, "-cp",
               bench.classpath(), "io.trailhouse.bench.FollowedImports",
               bench.file("follow"), str(data.manifest(folder)["events"]), str(TURNS)]
    rows = measure("FollowedImports", command)["lines"]
    if not rows:
        raise Failed("FollowedImports printed no figure")
    return rows


def following_table(present):
    rows = present["rules-import"]["rows"]
    alone = rows[0]["cpu_s"]
    lines = ["| | events | findings | CPU s | more than the import | goal | reached |",
             "|---|---|---|---|---|---|---|"]
    for row in rows:
        more = 100 * (row["cpu_s"] / alone - 1)
        judged = ["%.0f %%" % more, "< %d %%" % GOAL, "yes" if more < GOAL else "**no**"]
        cells = [row["name"], "{:,}".format(row["rows"]), "{:,}".format(row["findings"]),
                 "%.1f" % row["cpu_s"], *(["–"] * 3 if row is rows[0] else judged)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
