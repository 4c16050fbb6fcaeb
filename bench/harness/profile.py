"""Where the processor time of one import goes, from the JVM's own CPU-time samples (JDK 25)."""
import collections
import os
import re
import subprocess

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<configuration version="2.0">
  <event name="jdk.CPUTimeSample">
    <setting name="enabled">true</setting>
    <setting name="throttle">10ms</setting>
  </event>
</configuration>
"""
# A sample belongs to the first step one of whose classes stands anywhere on its stack.
STEPS = [
    ("sameness", r"io\.trailhouse\.lake\.\w*(Sameness|Seen|Identity|Fingerprint|Duplicate)"),
    ("gunzip", r"java\.util\.zip\."),
    ("hash of the log file", r"sun\.security\.provider\."),
    ("reading spans", r"io\.trailhouse\.event\.EventReader"),
    ("zstd", r"com\.github\.luben\.zstd"),
    ("Parquet encoding", r"org\.apache\.parquet\."),
    ("commit and metadata", r"org\.apache\.iceberg\.|org\.sqlite\."),
    ("mapping to rows", r"io\.trailhouse\.lake\."),
    ("the rest of the pipeline", r"io\.trailhouse\."),
]


def options(work):
    """The Java options that make an import write its samples into work/profile.jfr."""
    settings = os.path.join(work, "cpu.jfc")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(SETTINGS)
    return "-XX:StartFlightRecording:filename=%s,settings=%s" % (recording(work), settings)


def recording(work):
    return os.path.join(work, "profile.jfr")


def stacks(jdk, work):
    """Each sample's frames, innermost first, as `package.Class.method`."""
    printed = subprocess.run([os.path.join(jdk, "bin", "jfr"), "print", "--events",
                              "jdk.CPUTimeSample", "--stack-depth", "64", recording(work)],
                             check=True, capture_output=True, text=True).stdout
    for event in printed.split("jdk.CPUTimeSample {")[1:]:
        frames = re.findall(r"^\s+([\w.$]+(?:\.<init>|\.<clinit>)?)\(", event, re.MULTILINE)
        if frames:
            yield frames


def steps_of(samples):
    """How many samples each step has, the most first."""
    counted = collections.Counter()
    for frames in samples:
        text = "\n".join(frames)
        counted[next((name for name, pattern in STEPS if re.search(pattern, text)),
                     "Java itself")] += 1
    return counted.most_common()


def hot_methods(samples, count):
    return collections.Counter(frames[0] for frames in samples).most_common(count)
