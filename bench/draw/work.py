"""The rows of `bench/report draw`, in the order of the goals."""
import json
import shutil
import statistics
import subprocess

from peers import ROOT, WORK, DuckDb, Missing, Ours, Postgres, Python, note, program


def text_of(value, unit):
    if unit == "s":
        return f"{value * 1000:.1f} ms" if value < 10 else f"{value:.1f} s"
    return f"{value:,.0f} {unit}".strip() if value >= 100 or value == int(value) else f"{value:.1f} {unit}"


def row(work, peer, ours, theirs, goal, unit="s", at_least=False, remark=None):
    """`ours` and `theirs` are lists of measurements. The ratio is ours to theirs, of medians."""
    mine, other = statistics.median(ours), statistics.median(theirs)
    ratio = mine / other if other else (1.0 if mine == other else float("inf"))
    met = ratio >= goal if at_least else ratio <= goal
    found = {"work": work, "peer": peer, "unit": unit, "ours": summary_of(ours), "theirs": summary_of(theirs), "ours_text": text_of(mine, unit),
             "peer_text": text_of(other, unit), "ratio": round(ratio, 4), "goal": goal, "at_least": at_least,
             "goal_text": f"{'≥' if at_least else '≤'} {goal:g}", "verdict": "met" if met else "short"}
    return found | ({"remark": remark} if remark else {})


def summary_of(values):
    return {name: ([float(f"{one:.4g}") for one in value] if name == "all" else float(f"{value:.4g}")) for name, value in
            {"median": statistics.median(values), "min": min(values), "all": values}.items()}


def not_measured(work, peer, goal_text, why):
    return {"work": work, "peer": peer, "goal_text": goal_text, "verdict": "not measured", "why": str(why)}


def frame(objects, strata):
    WORK.mkdir(parents=True, exist_ok=True)
    file = WORK / f"{objects}-{strata}.tsv"
    if not file.exists():
        note(f"writing {objects:,} objects")
        subprocess.run([program("draw_bench"), "generate", file, str(objects), str(strata)], check=True)
    return file


def in_turn(work, peer, goal, rounds, ours, theirs):
    """Both sides once before the clock counts, then one after the other."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    return row(work, peer, [pair[0] for pair in pairs], [pair[1] for pair in pairs], goal)


def millions(objects):
    return f"{objects / 1e6:g} M"


def against(work, peer_name, goal, rounds, file, make_peer, query):
    note(f"{work} / {peer_name}")
    try:
        ours, peer = Ours(file), make_peer()
        try:
            return in_turn(work, peer_name, goal, rounds, ours.seconds, lambda: peer.seconds(query))
        finally:
            ours.stop()
            peer.stop()
    except Missing as why:
        return not_measured(work, peer_name, f"≤ {goal:g}", why)


STRATIFIED = """SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY stratum ORDER BY sha256('{key}' || id), id) AS rank, count(*) OVER (PARTITION BY stratum) AS n
                FROM t) WHERE rank <= (n + 99) // 100"""


def samples(sizes, rounds):
    for objects in sizes:
        share = objects // 100
        yield against(f"1 % of {millions(objects)} ids, file to result.tsv", "DuckDB USING SAMPLE reservoir", 1.0, rounds[objects], frame(objects, 1),
                      lambda n=objects: DuckDb(n, 1), f"SELECT id FROM t USING SAMPLE reservoir({share} ROWS)")
    for objects in sizes:
        yield against(f"1 % of {millions(objects)} ids, file to result.tsv", "PostgreSQL ORDER BY random()", 0.1, rounds[objects], frame(objects, 1),
                      lambda n=objects: Postgres(n), f"SELECT id FROM t ORDER BY random() LIMIT {objects // 100}")
    one = sizes[0]
    yield against(f"1 % of {millions(one)} ids in 3 grades, file to result.tsv", "DuckDB window over sha256", 0.02, 3, frame(one, 3), lambda: DuckDb(one, 3),
                  STRATIFIED.format(key="5" * 64))
    yield against(f"1 % of {millions(one)} ids, file to result.tsv", "Python hashlib, heapq.nsmallest", 0.015, 3, frame(one, 1), lambda: Python(one), "")


def kernels(objects, rounds):
    ours = Ours(frame(objects, 1))
    try:
        ways = {way: [] for way in ("select", "sample", "kernel", "sm3", "avx512", "avx2", "plain", "openssl")}
        for turn in range(rounds + 1):
            for way, times in ways.items():
                if way in ("plain", "openssl") and turn > 2:
                    continue
                try:
                    measured = ours.measure(way)
                except Missing:  # a processor without these instructions
                    ours = Ours(frame(objects, 1))
                    continue
                if turn > 0:
                    times.append(objects / measured["seconds"])
        remark = f"reading the lines of the file too: {statistics.median(ways['sample']) / statistics.median(ways['kernel']):.2f}; medians of " + \
            ", ".join(f"{way} {statistics.median(times) / 1e6:.1f}" for way, times in ways.items() if times) + " million tickets/s"
        yield row("tickets per second, 1 % selected from ids in memory", "bare kernel loop, nothing selected", ways["select"], ways["kernel"], 0.8, "/s", True, remark)
        yield memory_row(objects)
        yield row("SM3 tickets per second", "SHA-256, same lanes", ways["sm3"], ways["kernel"], 0.5, "/s", True)
    finally:
        ours.stop()


def memory_row(objects):
    """A hundred times the objects (100 M in a full run); the file is removed again."""
    many = objects * 100
    work = f"1 % of {millions(many)} ids from a file: memory beside the file's pages"
    if shutil.disk_usage(ROOT).free < 40 * many:
        return not_measured(work, "256 MB", "≤ 1", "not enough room on the disk")
    file = frame(many, 1)
    ours = Ours(file)
    try:
        note(work)
        measured = ours.measure("sample")
        return row(work, "256 MB", [measured["anonymous_mb"]], [256], 1, "MB", remark=f"{measured['rows']:,} drawn in {measured['seconds']:.1f} s")
    finally:
        ours.stop()
        file.unlink()


def json_lines(command, seconds):
    """The lines as they come; what a program that takes too long has said so far."""
    with subprocess.Popen(["timeout", str(seconds), *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as process:
        for one in process.stdout:
            if one.startswith("{"):
                yield json.loads(one)


def assignment(small):
    time_work, load_work = "assignment 200,000 visits × 5,000 officers × 2 slots", "load spread, busiest to idlest"
    try:
        lines = list(json_lines([program("bench_assignment"), *(["--quick"] if small else [])], 100 if small else 420))
    except Missing as why:
        yield not_measured(time_work, "LEMON min-cost flow", "≤ 1", why)
        yield not_measured(load_work, "the least there is (LEMON)", "≤ 1", why)
        return
    greedy = {one["work"].removeprefix("greedy "): one for one in lines if one["work"].startswith("greedy ")}
    for one in lines:
        if "ours_s" in one:
            yield assignment_row(one, greedy)
    for one in lines:
        if one["work"].startswith("load spread "):
            same = one["ours"] == one["least"] and one.get("ours_squares") == one.get("least_squares")
            yield row(f"load spread, {one['work'].removeprefix('load spread ')}, 2,000 visits", "least there is (LEMON)", [one["ours"]], [one["least"]], 1, "",
                      remark=None if same else "the sum of squares differs") | ({} if same else {"verdict": "short"})
    if not any("ours_s" in one for one in lines):
        yield not_measured(time_work, "LEMON min-cost flow", "≤ 1", "bench_assignment gave no line in time")


def assignment_row(one, greedy):
    family = one["work"].split()[-1]
    kind = "assignment" if one["work"] == f"assignment {family}" else one["work"].removesuffix(" " + family)
    work = f"{kind} “{family}”, {one['visits']:,} visits × {one['officers']:,} officers × 2"
    remarks = []
    if one.get("peer_failed"):
        return not_measured(work, one["peer"], "≤ 1", "the peer found no answer")
    if one.get("peer_stopped"):
        remarks.append(f"the peer was stopped at {one['peer_s'][0]:.1f} s")
    if kind == "assignment" and family in greedy:
        remarks.append(f"greedy: {greedy[family]['seconds'] * 1000:.0f} ms, {greedy[family]['unfilled']} slots left empty, loads {greedy[family]['spread']} apart")
    return row(work, one["peer"], one["ours_s"], one["peer_s"], one.get("goal", 1.0), remark="; ".join(remarks) or None)


def browser():
    work, goal = "browser verification of a 100,000-firm draw", "≤ 1"
    script = ROOT / "bench/browser-verify"
    if not script.exists():
        return not_measured(work, "3 s", goal, "bench/browser-verify is not there")
    note(work)
    for one in json_lines([script], 120):
        if "seconds" in one:
            return row(work, "3 s", one["seconds"], [3.0], 1, remark=f"longest pause of the page {one.get('longest_block_ms', 0):.0f} ms")
    return not_measured(work, "3 s", goal, "the browser did not run")


def rows(small):
    sizes = [100_000, 1_000_000] if small else [1_000_000, 10_000_000]
    rounds = {sizes[0]: 5 if small else 9, sizes[1]: 3 if small else 5}
    yield from samples(sizes, rounds)
    yield from kernels(sizes[0], 3 if small else 7)
    yield from assignment(small)
    yield browser()
