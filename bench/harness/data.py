"""The generated data sets: made once, proved by their manifests, and the needles to look for."""
import collections
import glob
import gzip
import json
import os
import shutil
import subprocess
import sys
import zlib
from concurrent.futures import ProcessPoolExecutor

SETS = {
    "follow": ["--events", "300000", "--seed", "follow1"],
    "main": ["--events", "1000000", "--seed", "perf1"],
    "small": ["--events", "100000", "--per-file", "5", "--sigma", "0.9", "--seed", "small1"],
    "odd": ["--events", "60000", "--odd", "0.01", "--dup", "0.01", "--attacks", "32",
            "--seed", "odd1"],
    "large": ["--events", "288000", "--accounts", "1", "--regions", "1", "--days", "8",
              "--per-file", "36000", "--sigma", "0", "--max-per-file", "36000", "--seed", "large1"],
    "main5": ["--events", "5000000", "--seed", "perf5"],
    "main20": ["--events", "20000000", "--seed", "perf20"],
}


def ensure(name, data, shared):
    """Returns the folder of a data set, generating and proving it first when it is not there."""
    folder = os.path.join(data, name)
    if not os.path.exists(os.path.join(folder, "proved")):
        generate(name, folder, shared)
        prove(folder)
        with open(os.path.join(folder, "proved"), "w", encoding="utf-8") as mark:
            mark.write("records, ids and bytes equal the manifest\n")
    return folder


def generate(name, folder, shared):
    if os.path.exists(folder):
        shutil.rmtree(folder)
    templates = os.path.join(shared, "perf", "cloudtrail-templates.jsonl.gz")
    generator = os.path.join(shared, "tools", "gen_cloudtrail.py")
    print("generating %s" % folder, file=sys.stderr)
    subprocess.run([sys.executable, generator, "--templates", templates, "--out", folder,
                    "--jobs", str(os.cpu_count())] + SETS[name], check=True,
                   stdout=subprocess.DEVNULL)


def manifest(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def log_files(folder):
    return sorted(glob.glob(os.path.join(folder, "AWSLogs", "**", "*.json.gz"), recursive=True))


def records(path):
    """Each record of a log file with its own bytes, '{' to its '}'."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        text = file.read()
    decoder = json.JSONDecoder()
    at = text.index("[") + 1
    while True:
        while text[at] in ", \r\n\t":
            at += 1
        if text[at] == "]":
            return
        record, end = decoder.raw_decode(text, at)
        yield record, text[at:end].encode("utf-8")
        at = end


def prove(folder):
    """Adds up every record of every file and compares the sums with the manifest."""
    with ProcessPoolExecutor() as workers:
        sums = workers.map(sums_of, log_files(folder), chunksize=64)
        found = [sum(column) for column in zip(*sums)]
    said = manifest(folder)
    expected = [said[key] for key in ("events", "id_sum", "crc_sum", "rec_bytes")]
    if found != expected:
        raise SystemExit("%s holds %s where its manifest says %s (records, sum of ids, sum of CRCs,"
                         " bytes): generate it again" % (folder, found, expected))


def sums_of(path):
    written = ids = crc = size = 0
    for record, text in records(path):
        written += 1
        ids += int(str(record["eventID"])[:8], 16)
        crc += zlib.crc32(text)
        size += len(text)
    return written, ids, crc, size


def needles(folder):
    """What the query figures look for, chosen by the data itself and remembered beside it.

    One event id, an access key of at most 200 records, an address of at most 500, a bucket of at
    most 200, the end of one request id, and the day with the most records.
    """
    remembered = os.path.join(folder, "needles.json")
    if os.path.exists(remembered):
        with open(remembered, encoding="utf-8") as file:
            return json.load(file)
    keys, addresses, buckets, days = (collections.Counter() for _ in range(4))
    middle, seen, half = None, 0, manifest(folder)["events"] // 2
    for path in log_files(folder):
        for record, _ in records(path):
            seen += 1
            if seen >= half and middle is None and len(record.get("requestID") or "") == 36:
                middle = record
            keys[(record.get("userIdentity") or {}).get("accessKeyId")] += 1
            addresses[record.get("sourceIPAddress")] += 1
            days[record["eventTime"][:10]] += 1
            buckets[bucket_of(record)] += 1
    chosen = {
        "eventid": middle["eventID"],
        "request": middle["requestID"][-12:],
        "key": most_common_up_to(keys, 200),
        "address": most_common_up_to(addresses, 500),
        "bucket": most_common_up_to(buckets, 200),
        "day": max(sorted(days), key=days.get),
    }
    with open(remembered, "w", encoding="utf-8") as file:
        json.dump(chosen, file, indent=1)
    return chosen


def bucket_of(record):
    parameters = record.get("requestParameters")
    name = parameters.get("bucketName") if isinstance(parameters, dict) else None
    return name if isinstance(name, str) else None


def most_common_up_to(counter, limit):
    fitting = [(count, value) for value, count in counter.items()
               if value and len(value) >= 12 and count <= limit]
    return max(fitting)[1]
