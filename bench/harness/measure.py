"""Measured processes. Unit of account: processor seconds, user and system, of a whole process tree."""
import json
import os
import platform
import subprocess
import tempfile
import time


class Failed(Exception):
    """A measured program ended with an error; the message holds the end of what it said."""


def measure(name, command, env=None, cwd=None, note="", timeout=3600):
    """Runs a command to its end and returns a measurement.

    The figures come from wait4: the kernel adds up the command and all children it waited for.
    peak_rss_mb is the largest resident set of any single process of the tree. Lines of standard
    output that are JSON objects come back as `lines`.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=cwd,
                                   env={**os.environ, **(env or {})})
        usage = _wait(process, timeout)
        wall = time.monotonic() - started
        out.seek(0)
        err.seek(0)
        text = out.read().decode("utf-8", "replace")
        complaint = err.read().decode("utf-8", "replace")
    if process.returncode != 0:
        raise Failed("%s ended with %s:\n%s" % (name, process.returncode, (complaint or text)[-3000:]))
    return {
        "name": name,
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
        "wall_s": round(wall, 3),
        "peak_rss_mb": round(usage.ru_maxrss / 1024),
        "note": note,
        "lines": _json_lines(text),
        "text": text if len(text) < 20_000 else "",
    }


def _wait(process, timeout):
    deadline = time.monotonic() + timeout
    pause = 0.001
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        if time.monotonic() > deadline:
            process.kill()
            os.wait4(process.pid, 0)
            raise Failed("not done after %d s: %s" % (timeout, process.args[0]))
        time.sleep(pause)
        pause = min(pause * 1.1, 0.02)


def _json_lines(text):
    found = []
    for line in text.splitlines():
        if line.startswith("{"):
            try:
                found.append(json.loads(line))
            except ValueError:
                pass
    if not found and text.lstrip().startswith("{"):
        try:
            found.append(json.loads(text))
        except ValueError:
            pass
    return found


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def spread(values):
    """Half the distance between the quartiles, as a share of the median."""
    ordered = sorted(values)
    low = ordered[len(ordered) // 4]
    high = ordered[(3 * len(ordered)) // 4 if len(ordered) > 2 else -1]
    return (high - low) / 2 / median(values) if median(values) else 0.0


def machine():
    """What the reader of a table needs to know of the machine."""
    cpu = ""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                cpu = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo", encoding="utf-8") as info:
        memory = int(info.readline().split()[1]) // (1024 * 1024)
    return {"cpu": cpu, "cores": os.cpu_count(), "memory_gib": memory,
            "system": "%s %s" % (platform.system(), platform.release().split("-")[0])}
