"""Both sides of the measurements as programs that answer one line with one line, so that they can take turns."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "bench/draw"
WORK = ROOT / "build/bench/draw"
PEERS = ROOT / "build/bench/peers"
RELEASE = ROOT / "build/release"


class Missing(Exception):
    """A peer that cannot be had; says why."""


def note(text):
    print(text, file=sys.stderr, flush=True)


def run(command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options)


def apt_install(*packages):
    root = [] if os.getuid() == 0 else ["sudo", "-n"]
    try:
        run([*root, "apt-get", "install", "-y", "--no-install-recommends", *packages], env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
    except (subprocess.CalledProcessError, FileNotFoundError):
        note(f"could not install {' '.join(packages)}")


def has_postgres():
    return any(pathlib.Path("/usr/lib/postgresql").glob("1[5-9]/bin/initdb"))


def install_postgres():
    if not has_postgres():
        apt_install("postgresql-15")


def build():
    """Our programs as they are released; LEMON first, since the build looks for it."""
    if not pathlib.Path("/usr/include/lemon").exists():
        apt_install("liblemon-dev")
    note("building build/release")
    try:
        run(["cmake", "--preset", "release"], cwd=ROOT)
        run(["ninja", "-C", RELEASE, "draw_bench"])
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{error.stderr}\nbench/report: our own side does not build")
    if pathlib.Path("/usr/include/lemon").exists():
        subprocess.run(["ninja", "-C", RELEASE, "bench_assignment"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def program(name):
    found = [path for path in RELEASE.rglob(name) if path.is_file() and os.access(path, os.X_OK)]
    if not found:
        raise Missing(f"{name} could not be built (LEMON is Debian's liblemon-dev)")
    return found[0]


class Turns:
    """A program that answers line by line."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)

    def ask(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Missing(f"{self.process.args[0]} ended")
        return answer

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Ours(Turns):
    def __init__(self, file):
        super().__init__([program("draw_bench"), "serve", file])

    def measure(self, what):
        return json.loads(self.ask(what))

    def seconds(self, what="sample"):
        return self.measure(what)["seconds"]


class DuckDb(Turns):
    """Loads objects into its own table; one thread."""

    def __init__(self, objects, strata):
        if not (PEERS / "node_modules/@duckdb/node-api").exists():
            PEERS.mkdir(parents=True, exist_ok=True)
            npm = shutil.which("npm") or "npm"
            try:
                run([npm, "install", "--prefix", PEERS, "--no-audit", "--no-fund", "@duckdb/node-api@1.5.6-r.1"])
            except (subprocess.CalledProcessError, FileNotFoundError) as error:
                raise Missing("npm could not install @duckdb/node-api") from error
        super().__init__(["node", HERE / "duckdb.mjs", PEERS / "package.json"])
        self.ask(f"CREATE TABLE t AS SELECT '91' || lpad(i::varchar, 16, '0') AS id, chr(65 + (hash(i) % {strata})::int) AS stratum FROM range({objects}) r(i)")

    def ask(self, sql):
        answer = json.loads(super().ask(" ".join(sql.split())))
        if "error" in answer:
            raise Missing(answer["error"])
        return answer

    def seconds(self, sql):
        return self.ask(sql)["seconds"]


class Postgres(Turns):
    """Its own table on the private cluster, vacuumed; no parallel workers, enough memory to sort without files."""

    def __init__(self, objects):
        if "SUNLOT_TEST_PG" not in os.environ:
            raise Missing(os.environ.get("SUNLOT_NO_PG", "no PostgreSQL"))
        super().__init__(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", os.environ["SUNLOT_TEST_PG"]])
        for sql in ("SET max_parallel_workers_per_gather = 0", "SET work_mem = '512MB'", "SET jit = off", "DROP TABLE IF EXISTS t",
                    f"CREATE UNLOGGED TABLE t AS SELECT '91' || lpad(i::text, 16, '0') AS id FROM generate_series(0, {objects - 1}) i", "VACUUM ANALYZE t"):
            self.ask(sql)

    def ask(self, sql):
        return super().ask(sql + ";\n\\echo done")

    def seconds(self, sql):
        self.process.stdin.write(f"\\o /dev/null\n\\timing on\n{sql};\n\\timing off\n\\o\n\\echo done\n")
        self.process.stdin.flush()
        time = None
        while (answer := self.process.stdout.readline()).strip() != "done":
            if not answer:
                raise Missing("psql ended")
            if found := re.match(r"Time: ([\d.]+) ms", answer):
                time = float(found[1]) / 1000
        return time


class Python(Turns):
    """hashlib for each id and heapq.nsmallest: how election audits do it."""

    def __init__(self, objects):
        super().__init__([sys.executable, HERE / "hashlib_peer.py", str(objects)])

    def seconds(self, _what=""):
        return float(self.ask("go"))
