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
# A sample belongs to the step that its innermost frame with a step belongs to.
STEPS = [(name, re.compile(pattern)) for name, pattern in [
    ("sameness", r"io\.trailhouse\.lake\.\w*(Sameness|Seen|Identit|Fingerprint|Duplicate)"),
    ("gunzip", r"java\.util\.zip\."),
    ("hash of the log file", r"sun\.security\.provider\."),
    ("reading spans", r"io\.trailhouse\.event\."),
    ("zstd", r"com\.github\.luben\.zstd"),
    ("Parquet encoding", r"org\.apache\.parquet\.|shaded\.parquet\."),
    ("commit and metadata", r"org\.apache\.iceberg\.|org\.sqlite\."),
    ("rows of the table", r"io\.trailhouse\.lake\."),
    ("the rest of the pipeline", r"io\.trailhouse\."),
]]


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


def step_of(frames):
    for frame in frames:
        for name, pattern in STEPS:
            if pattern.match(frame):
                return name
    return "Java itself"


def steps_of(samples):
    """How many samples each step has, the most first."""
    return collections.Counter(map(step_of, samples)).most_common()


def hot_methods(samples, count):
    return collections.Counter(frames[0] for frames in samples).most_common(count)
