"""Figures of collecting from a queue: our library, AWS's, and `trailhouse serve`, on the same stand."""
import glob
import json
import os
import shutil
import subprocess
import time

from . import data
from .measure import Failed, _json_lines

# What the stand's S3 accepts.
KEYS = {"AWS_ACCESS_KEY_ID": "AKIATRAILHOUSETEST00",
        "AWS_SECRET_ACCESS_KEY": "not-a-secret-but-a-test",
        "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
LIBRARY, PEER, SERVE = "Trailhouse's library", "AWS CloudTrail Processing Library 1.1.3", "trailhouse serve"
# Long enough that no message comes twice unless its consumer died.
HIDDEN, HIDDEN_WITH_KILLS = 300, 15
KILLS, BETWEEN_KILLS = 4, 6
HEAPS = [32, 48, 64, 96, 128, 192, 256, 384, 512, 1024]


class StandProcess:
    """A Java program that says four words, obeys lines, and ends with its input."""

    def __init__(self, bench, arguments):
        java = os.path.join(bench.peers.jdk25, "bin", "java")
        self.process = subprocess.Popen([java, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.words = self.process.stdout.readline().split()
        if len(self.words) != 4:
            raise Failed("%s has not started" % " ".join(arguments[-8:]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


class Stand(StandProcess):
    """S3 with the log files of a set, and SQS, in processes of their own."""

    def __init__(self, bench, classpath, set_name):
        self.folder = bench.set(set_name)
        super().__init__(bench, ["-Dtrailhouse.root=" + bench.root, "-Dtrailhouse.doubles.heap=3g",
                                 "-cp", classpath, "io.trailhouse.bench.QueueStand", self.folder])
        words = self.words
        self.bucket = words[2]
        self.env = {**KEYS, "AWS_ENDPOINT_URL_S3": words[0], "AWS_ENDPOINT_URL_SQS": words[1]}

    def announce(self, copies):
        return self.ask("announce %d" % copies)

    def left(self, queue):
        return int(self.ask("left " + queue))


class Consumer:
    """A measured process between a queue and whatever it does with the events."""

    def __init__(self, stand, command, cwd=None):
        self.log = open(os.path.join("/tmp", "bench-consumer-%d.err" % os.getpid()), "w+b")
        self.started = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.log, cwd=cwd, env={**os.environ, **stand.env})

    def until_empty(self, stand, queue, limit):
        """Wall seconds until nothing is left, or None when the limit passed or it ended by itself."""
        while time.monotonic() - self.started < limit:
            if stand.left(queue) == 0:
                return time.monotonic() - self.started
            if os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return None
            time.sleep(0.25)
        return None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.log.close()

    def end(self, signal=None):
        """Asks it to end; what it printed, and what it used."""
        if signal:
            self.process.send_signal(signal)
        self.process.stdin.close()
        text = self.process.stdout.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.log.seek(0)
        complaint = self.log.read().decode("utf-8", "replace")
        self.log.close()
        return {"lines": _json_lines(text), "complaint": complaint,
                "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
                "peak_rss_mb": round(usage.ru_maxrss / 1024)}


def fresh(bench, name):
    """An empty folder."""
    folder = bench.file(name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def heap_flags(heap):
    return ["-Xmx%dm" % heap, "-XX:+ExitOnOutOfMemoryError"]


class Commands:
    """How each consumer is started."""

    def __init__(self, bench, classpath):
        self.bench = bench
        self.java = os.path.join(bench.peers.jdk25, "bin", "java")
        self.classpath = classpath

    def library(self, queue, hidden, where, heap):
        return [self.java, *heap_flags(heap), "-cp", self.classpath,
                "io.trailhouse.bench.QueueConsumer", queue, str(hidden), where]

    def peer(self, queue, hidden, where, heap):
        return self.bench.peers.queue_peer(heap_flags(heap), queue, hidden, where)

    def of(self, name, queue, hidden, where, heap=1024):
        return (self.library if name == LIBRARY else self.peer)(queue, hidden, where, heap)


def figure_queue(bench):
    """Each message once, nobody dies: events a CPU second and memory, of the same queue and bucket."""
    commands = Commands(bench, bench.classpath())
    rows = []
    for set_name, times in (("main", bench.repeat), ("small", bench.repeat), ("main5", 1)):
        with Stand(bench, commands.classpath, set_name) as stand:
            for name in (LIBRARY, PEER):
                rows.append({"set": set_name, **middle(times, lambda: counted(stand, commands, name))})
            rows.append({"set": set_name, **middle(times, lambda: served(bench, stand, 1))})
    return rows


def middle(times, run):
    """The run of the median CPU time, of so many."""
    return sorted((run() for _ in range(times)), key=lambda row: row["cpu_s"])[times // 2]


def counted(stand, commands, name):
    queue = stand.announce(1)
    consumer = Consumer(stand, commands.of(name, queue, HIDDEN, "-"))
    wall = consumer.until_empty(stand, queue, 1200)
    found = consumer.end()
    said = data.manifest(stand.folder)
    if wall is None or not found["lines"]:
        raise Failed("%s: %s" % (name, found["complaint"][-2000:]))
    got = found["lines"][-1]
    if (got["rows"], got["id_sum"]) != (said["events"], said["id_sum"]):
        raise Failed("%s counts %s, the manifest says %s" % (name, got, said))
    return {"name": name, "rows": got["rows"], "wall_s": round(wall, 2), "files": said["files"],
            "cpu_s": found["cpu_s"], "peak_rss_mb": found["peak_rss_mb"]}


def served(bench, stand, copies, kills=0):
    """`trailhouse serve` from the queue into a table, with the launcher's own settings."""
    folder = fresh(bench, "serve")
    queue = stand.announce(copies)
    with open(os.path.join(folder, "trailhouse.yaml"), "w", encoding="utf-8") as config:
        config.write("sources: {bench: {s3: 's3://%s/', queue: '%s', list: never}}\n"
                     "server: {listen: 127.0.0.1:0}\n" % (stand.bucket, queue))
    home = os.path.join(folder, "home")
    hidden = HIDDEN_WITH_KILLS if kills else HIDDEN
    command = ["env", "TRAILHOUSE_JAVA_OPTS=-Dtrailhouse.visibility=%d" % hidden,
               bench.trailhouse, "serve", "--home", home]
    bench.ours("version", "--version")
    killed(stand, kills, lambda: Consumer(stand, command, folder))
    consumer = Consumer(stand, command, folder)
    wall = consumer.until_empty(stand, queue, 1800)
    found = consumer.end(15)
    if wall is None:
        raise Failed("serve: %s" % found["complaint"][-2000:])
    rows, distinct = table(bench, home)
    return {"name": SERVE, "rows": rows, "distinct": distinct, "wall_s": round(wall, 2),
            "files": data.manifest(stand.folder)["files"], "cpu_s": found["cpu_s"],
            "peak_rss_mb": found["peak_rss_mb"], "truth": data.manifest(stand.folder)["events"]}


def table(bench, home):
    said = bench.ours("count", "query", "--home", home, "--json",
                      "SELECT count(*) AS n, count(DISTINCT eventid) AS d FROM events")
    answer = json.loads(said["text"])[0]
    return answer["n"], answer["d"]


def killed(stand, times, start):
    """Starts a consumer and kills it after some seconds, some times."""
    for number in range(times):
        consumer = start()
        time.sleep(BETWEEN_KILLS + number)
        consumer.kill()


def figure_queue_kills(bench):
    """Each message three times, and kill -9 every few seconds: what each has put down at the end."""
    commands = Commands(bench, bench.classpath())
    rows = []
    known = set()
    with Stand(bench, commands.classpath, "main") as stand:
        for name, how in ((LIBRARY + ", EventStore", "store"), (LIBRARY + ", EventProcessor", "process"),
                          (PEER, "process")):
            rows.append(put_down(bench, stand, commands, name, how, known))
        rows.append(served(bench, stand, 3, KILLS))
    return rows


def put_down(bench, stand, commands, name, how, known):
    """`known`: the ids there are, as the first one finds them, whose files appear whole or not at all."""
    folder = fresh(bench, "put-down")
    queue = stand.announce(3)
    command = commands.of(PEER if name == PEER else LIBRARY, queue, HIDDEN_WITH_KILLS, how + ":" + folder)
    killed(stand, KILLS, lambda: Consumer(stand, command))
    consumer = Consumer(stand, command)
    wall = consumer.until_empty(stand, queue, 1800)
    found = consumer.end()
    if wall is None:
        raise Failed("%s: %s" % (name, found["complaint"][-2000:]))
    total, ids = 0, set()
    for path in glob.glob(os.path.join(folder, "*")):
        if not path.endswith(".part"):
            with open(path, encoding="utf-8") as lines:
                listed = lines.read().split()
            if known:  # a kill cuts lines off, which then are nobody's ids
                listed = [line for line in listed if line in known]
            total += len(listed)
            ids.update(listed)
    known.update(ids)
    said = data.manifest(stand.folder)
    return {"name": name, "rows": total, "distinct": len(ids), "truth": said["events"]}


def figure_queue_memory(bench):
    """The smallest heap that gets through, of a few, for large files and for tiny ones."""
    commands = Commands(bench, bench.classpath())
    rows = []
    for set_name in ("large", "small"):
        with Stand(bench, commands.classpath, set_name) as stand:
            for name in (LIBRARY, PEER):
                rows.append({"set": set_name, **smallest(stand, commands, name)})
    return rows


def smallest(stand, commands, name):
    said = data.manifest(stand.folder)
    for heap in HEAPS:
        queue = stand.announce(1)
        consumer = Consumer(stand, commands.of(name, queue, HIDDEN, "-", heap))
        if consumer.until_empty(stand, queue, 90) is None:
            consumer.kill()
            continue
        found = consumer.end()
        got = found["lines"][-1] if found["lines"] else {}
        if got.get("rows") == said["events"]:
            return {"name": name, "heap_mb": heap, "rows": got["rows"], "files": said["files"],
                    "cpu_s": found["cpu_s"], "peak_rss_mb": found["peak_rss_mb"]}
    raise Failed("%s does not get through with %d MiB" % (name, HEAPS[-1]))
