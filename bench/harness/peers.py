"""Builds the peers outside the reactor and knows how each is started."""
import glob
import os
import subprocess
import zipfile

from . import measure

# What Spark's own start script opens on a JDK 17 and later.
SPARK_OPENS = ["java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net",
               "java.nio", "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
               "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar"]
NATIVE = ["--enable-native-access=ALL-UNNAMED"]
# Every STEP-th file is enough for a peer that needs a minute per million events.
DOCUMENTED_STEP = 10
# DuckDB refuses a log file longer than this and pays for a longer limit with processor time.
LONGEST_LINE = 16 * 1024 * 1024


class Peers:
    """Commands of the peers; a peer is built when its first command is asked for."""

    def __init__(self, root, work):
        self.root = root
        self.sources = os.path.join(root, "bench", "peers")
        self.work = os.path.join(work, "peers")
        self.jdk25 = jdk(25)
        self.built = {}

    def processing_library(self, serializer, folder, passes):
        return self._java("processing-library", self.jdk25, [], "ProcessingLibraryPeer",
                          [serializer, folder, passes])

    def queue_peer(self, flags, queue, hidden, where):
        return self._java("processing-library", self.jdk25,
                          flags + ["-Dthreads=4", "-Demit=1000"], "QueuePeer",
                          [queue, hidden, where])

    def usual_java(self, folder, out, passes):
        return self._java("usual-java", self.jdk25, NATIVE, "UsualJavaPeer", [folder, out, passes])

    def spark(self, folder, out, passes):
        opens = ["--add-opens=java.base/%s=ALL-UNNAMED" % package for package in SPARK_OPENS]
        return self._java("spark", jdk(17), ["-Xmx4g"] + opens, "SparkPeer", [folder, out, passes])

    def duckdb(self, threads, *arguments):
        flags = NATIVE + ["-Xmx512m", "-Dthreads=%d" % threads, "-Dline=%d" % LONGEST_LINE]
        return self._java("duckdb", self.jdk25, flags, "DuckDbPeer", arguments)

    def _java(self, name, home, flags, main, arguments):
        if name not in self.built:
            self.built[name] = self._build(name)
        return ([os.path.join(home, "bin", "java")] + flags + ["-cp", self.built[name], main]
                + [str(argument) for argument in arguments])

    def _build(self, name):
        folder = os.path.join(self.work, name)
        classes = os.path.join(folder, "classes")
        os.makedirs(classes, exist_ok=True)
        listed = os.path.join(folder, "classpath")
        subprocess.run([os.path.join(self.root, "mvnw"), "-q", "-B",
                        "-f", os.path.join(self.sources, name, "pom.xml"),
                        "dependency:3.9.0:build-classpath", "-Dmdep.outputFile=" + listed],
                       check=True, stdout=subprocess.DEVNULL)
        with open(listed, encoding="utf-8") as file:
            classpath = file.read().strip()
        if name == "duckdb":
            classpath = unpacked_duckdb(classpath, folder)
        sources = (glob.glob(os.path.join(self.sources, "common", "*.java"))
                   + glob.glob(os.path.join(self.sources, name, "*.java")))
        subprocess.run([os.path.join(self.jdk25, "bin", "javac"), "--release", "17", "-nowarn",
                        "-cp", classpath, "-d", classes] + sources, check=True)
        return classes + os.pathsep + classpath


def unpacked_duckdb(jar, folder):
    """The driver unpacks its engine at each start unless it lies beside the jar: a start is no import."""
    slim = os.path.join(folder, "duckdb.jar")
    engine = "libduckdb_java.so_linux_%s" % {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
    if not os.path.exists(os.path.join(folder, engine)):
        with zipfile.ZipFile(jar) as whole, zipfile.ZipFile(slim, "w") as kept:
            for entry in whole.namelist():
                if entry == engine:
                    whole.extract(entry, folder)
                elif not entry.startswith("libduckdb_java"):
                    kept.writestr(entry, whole.read(entry))
    return slim


def jdk(version):
    """The home of a JDK of exactly this version: JAVAnn_HOME, JAVA_HOME or the usual folders."""
    named = [os.environ.get("JAVA%d_HOME" % version), os.environ.get("JAVA_HOME")]
    for home in [home for home in named if home] + sorted(glob.glob("/usr/lib/jvm/*")):
        try:
            with open(os.path.join(home, "release"), encoding="utf-8") as file:
                if any(line.startswith('JAVA_VERSION="%d.' % version)
                       or line.startswith('JAVA_VERSION="%d"' % version) for line in file):
                    if os.path.exists(os.path.join(home, "bin", "javac")):
                        return home
        except OSError:
            continue
    raise measure.Failed("no JDK %d found: set JAVA%d_HOME" % (version, version))


def cold_and_warm(measured):
    """Splits a process that did the same work some times into its cold and its warm figures.

    Cold is the whole process less the repetitions, so with the start of its runtime; warm is the
    median of the passes after the first (of the only pass, where there is one: the start left out).
    """
    passes = [line for line in measured["lines"] if "pass" in line]
    later = passes[1:] or passes
    return {
        **{key: value for key, value in measured.items() if key not in ("lines", "text")},
        "cpu_s": round(measured["cpu_s"] - sum(line["cpu_s"] for line in passes[1:]), 3),
        "wall_s": round(measured["wall_s"] - sum(line["wall_s"] for line in passes[1:]), 3),
        "warm_cpu_s": round(measure.median([line["cpu_s"] for line in later]), 3),
        "warm_wall_s": round(measure.median([line["wall_s"] for line in later]), 3),
        "rows": passes[0]["rows"],
        "id_sum": passes[0]["id_sum"],
        "bytes_out": passes[0]["bytes_out"],
    }
