"""The rows of `bench/report log`, in the order of the goals."""
import base64
import os
import random
import shutil
import statistics
import subprocess
import time

from peers import ROOT, RELEASE, Missing, Turns, note, program
from work import not_measured, row

FOLDER = ROOT / "build/bench/log"
GO_PEER = ROOT / "build/bench/go/tlog-peer"


def build():
    note("building build/release")
    ended = subprocess.run(["ninja", "-C", RELEASE, "log_bench", "publisher", "sunlot"], capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(f"{ended.stdout[-3000:]}\nbench/report: our own side does not build")
    GO_PEER.parent.mkdir(parents=True, exist_ok=True)
    go = os.environ | {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "GOPROXY": "off", "GOCACHE": str(GO_PEER.parent / "cache")}
    try:
        subprocess.run(["go", "build", "-o", GO_PEER, "tlog_peer.go"], cwd=ROOT / "bench/log", env=go, check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        note("Go's tlog could not be built (Debian: golang-go, golang-golang-x-mod-dev)")


class Bench(Turns):
    def __init__(self):
        super().__init__([program("log_bench")])


def absolute(work, ours, goal, unit="s", at_least=False, remark=None):
    """A goal that is a number: the peer is the number itself."""
    name = f"{goal:,g} {unit}" if unit != "s" else (f"{goal:g} s" if goal >= 1 else f"{goal * 1000:g} ms")
    return row(work, name, ours, [goal], 1, unit, at_least, remark)


def trees(bench, count, rounds):
    """Both sides in turn, once before the clock counts; every root must be the same."""
    for size, peers in ((64, ("once", "prepared", "go")), (240, ("once", "prepared"))):
        for peer in peers:
            name = {"once": "OpenSSL SHA256() leaf by leaf", "prepared": "OpenSSL, one prepared context", "go": "Go sumdb/tlog"}[peer]
            work = f"tree over {count:,} leaves of {size} bytes"
            note(f"{work} / {name}")
            try:
                other = Turns([str(GO_PEER)]) if peer == "go" else bench
            except OSError as error:
                yield not_measured(work, name, "≤ 0.15", error)
                continue
            ask = f"{count} {size}" if peer == "go" else f"tree {count} {size} {peer}"
            pairs = [(bench.ask(f"tree {count} {size} ours").split(), other.ask(ask).split()) for _ in range(rounds + 1)]
            assert all(ours[1] == theirs[1] for ours, theirs in pairs), "two implementations, two roots"
            yield row(work, name, [float(ours[0]) for ours, _ in pairs[1:]], [float(theirs[0]) for _, theirs in pairs[1:]], 0.15)


def tiles(bench, count, rounds):
    shutil.rmtree(FOLDER / "log", ignore_errors=True)
    note(f"writing a log of {count:,} entries")
    bench.ask(f"make {FOLDER}/log {count} entries")
    proofs = [float(one) for one in bench.ask(f"prove {FOLDER}/log {count} 1000").split()]
    yield absolute(f"inclusion proof from the tiles of {count:,} entries, p99", [percentile(proofs, 99)], 0.001,
                   remark=f"median {statistics.median(proofs) * 1e6:.0f} µs of 1,000, files opened anew for each")
    yield absolute(f"verifying {count:,} entries from bundles and tiles", [float(bench.ask(f"verify {FOLDER}/log {count}")) for _ in range(rounds)], 5)
    shutil.rmtree(FOLDER / "log")


def percentile(values, percent):
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def databases():
    """Name, and the address of an empty database for each run; "" is SQLite in the data directory."""
    yield "SQLite", lambda: ""
    if "SUNLOT_TEST_PG" in os.environ:
        def fresh():
            name = f"log_{random.randrange(10**9)}"
            subprocess.run(["psql", "-Xqc", f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", os.environ["SUNLOT_TEST_PG"]], check=True)
            base, _, query = os.environ["SUNLOT_TEST_PG"].partition("?")
            return base.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")
        yield "PostgreSQL", fresh


def publisher(verb, first, second, url):
    data = FOLDER / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    ended = subprocess.run([program("publisher"), data, verb, str(first), str(second), *([url] if url else [])], capture_output=True, text=True)
    shutil.rmtree(data)
    if ended.returncode:
        raise Missing(ended.stderr.strip())
    return [float(line) for line in ended.stdout.split()]


def appending(seconds, rounds):
    for name, url in databases():
        rate = [publisher("batches", 100, seconds, url())[0] for _ in range(rounds)]
        yield absolute(f"entries durable in batches of 100, {name}", rate, 5000, "/s", at_least=True)
        late = [one / 1000 for one in publisher("stream", 500, 3 * seconds, url())]
        yield absolute(f"500 entries/s, one commit each, until a published checkpoint holds them, p99, {name}", [percentile(late, 99)], 1,
                       remark=f"median {statistics.median(late) * 1000:.0f} ms; durable, tiles written and read back, signed")


FILL = """
PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -400000;
BEGIN;
WITH RECURSIVE n(i) AS (SELECT size FROM journal_head UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {size})
INSERT INTO journal (seq, kind, actor, subject, at, entry, leaf, root)
SELECT i, 'settings.changed', 'system', 'server', 0, substr(printf('entry %09d', i) || '{fill}', 1, 240), zeroblob(32), CASE WHEN i = {size} - 1 THEN x'{root}' ELSE zeroblob(32) END FROM n;
UPDATE journal_head SET size = {size}, root = x'{root}', frontier = '{frontier}';
COMMIT; PRAGMA journal_mode = WAL;
"""


def opening(bench, count, rounds):
    """The server on a journal that long, whose tiles are published: from the start of the process until it says where it
    listens. The entries are no entries of ours, which nothing at a start may look at; tiles, root and frontier are true."""
    data = FOLDER / "opening"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    subprocess.run([program("publisher"), data, "create"], check=True)
    note(f"filling a journal of {count:,} entries")
    root, frontier = bench.ask(f"make {data}/log {count} tiles").split()
    text = base64.b64encode(bytes.fromhex(root)).decode()
    (data / "log/checkpoint").write_text(f"fault-150802/log/bench\n{count}\n{text}\n\n— made by the bench\n")
    subprocess.run(["sqlite3", data / "sunlot.db"], input=FILL.format(size=count, root=root, frontier=frontier, fill="x" * 240), text=True, check=True, stdout=subprocess.DEVNULL)
    times = []
    for _ in range(rounds):
        server = started(data)
        times.append(server.seconds)
        server.stop()
    yield absolute(f"start with a journal of {count:,} entries to the first answer, SQLite", times, 1)
    shutil.rmtree(data)


class started:
    """`sunlot serve`, and how long it took until it said where it listens."""

    def __init__(self, data):
        begin = time.monotonic()
        self.process = subprocess.Popen([program("sunlot"), "serve", "--data", data, "--key-secret", data / "key-secret", "--empty", "--port", "0"], stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.startswith("http://"):
                break
        self.seconds = time.monotonic() - begin

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=60)


def rows(small):
    bench = Bench()
    scale = 10 if small else 1
    rounds = 3 if small else 5
    yield from trees(bench, 1_000_000 // scale, rounds)
    yield from tiles(bench, 1_000_000 // scale, rounds)
    yield from appending(2 if small else 5, 1 if small else 3)
    yield from opening(bench, 10_000_000 // scale, rounds)
    bench.stop()
