"""docs/operating/benchmarks.md from bench/results/*.json, so that the page never says what was not measured."""
import json
import pathlib

from chart import chart

HERE = pathlib.Path(__file__).resolve().parent


def load(name):
    return json.loads((HERE / f"results/{name}.json").read_text())


def imports(result):
    yield f"## Import of {result['rows']:,} firms ({result['bytes'] // 2**20} MB of CSV)"
    yield f"`bench/import`, {result['rounds']} rounds in turn. Peers get the very rows that our import produced, into the same table with the same indexes."
    yield ""
    yield "| | median | minimum | peak memory |"
    yield "|---|---|---|---|"
    names = {"ours": "`sunlot roll import`: every code checked, every row digested, journal and blob written", "sqlite3": "`sqlite3 .import`, same durability", "postgres": "PostgreSQL 15 `COPY`"}
    for key, title in names.items():
        one = result[key]
        yield f"| {title} | {one['median']:.2f} s | {one['min']:.2f} s | {str(one['peak_mb']) + ' MB' if 'peak_mb' in one else '(server)'} |"
    yield ""
    yield f"Ours to `sqlite3 .import`: **{result['ratio_to_sqlite3']}**; to `COPY`: **{result['ratio_to_postgres']}** (medians)."


def serving(result):
    yield "## Serving with 1,000,000 firms in the directory"
    start = result["start_seconds"]
    yield f"`bench/serve`. From the start of the process to the first answer: median **{start['median']:.2f} s**, minimum {start['min']:.2f} s."
    yield ""
    yield f"`GET /api/objects?limit=50`, signed in, {result['connections']} connections, wrk on loopback, {result['page_bytes'] // 1024} KB for each answer, beside nginx serving a static file of that size:"
    yield ""
    yield "| | p99 | requests/s | p99 to nginx | rate to nginx |"
    yield "|---|---|---|---|---|"
    for name, one in result.items():
        if isinstance(one, dict) and "p99_ms" in one:
            yield f"| {name} | {one['p99_ms']} ms | {one['per_second']:,} | {one.get('p99_to_nginx', 1)} | {one.get('rate_to_nginx', 1)} |"
    yield ""
    yield "Searching the million, one request at a time:"
    yield ""
    yield "| | median | minimum |"
    yield "|---|---|---|"
    for name, one in result["search_seconds"].items():
        yield f"| {name} | {one['median'] * 1000:.0f} ms | {one['min'] * 1000:.0f} ms |"


def searching(result):
    yield f"## Searching {result['rows']:,} firms"
    yield f"`bench/search`: one client, signed in, over HTTP; the first fifty and the number of all that match; a tenth of the questions right after an edit. Goal: p99 below 50 ms, worst {result['p99_ms']} ms."
    yield ""
    yield "| | SQLite median | p99 | PostgreSQL median | p99 |"
    yield "|---|---|---|---|---|"
    for sort in ("name fragment", "code tail", "initials"):
        one, other = result["sqlite"][sort], result["postgres"][sort]
        yield f"| {sort} | {one['median_ms']} ms | {one['p99_ms']} ms | {other['median_ms']} ms | {other['p99_ms']} ms |"
    yield ""
    yield f"The first search after the start reads the directory ({result['sqlite']['first_search_ms']} ms, {result['postgres']['first_search_ms']} ms); a server does so by itself. Resident: {result['sqlite']['resident_mb']} MB. `LIKE` in the sqlite3 shell on the same table: {result['sqlite3_like_ms']} ms."


def drawing(result):
    met = sum(row["verdict"] == "met" for row in result["rows"])
    yield "## The draw beside its peers"
    yield f"`bench/report draw`: both sides take turns on one core, medians; {met} met, {len(result['rows']) - met} short. Peers read ids from their own tables in memory or cache; ours are the bytes of a mapped frame.tsv, and the answer is the bytes of result.tsv."
    yield ""
    yield from table(result["rows"], "benchmarks-draw.svg")


def table(rows, picture):
    yield "| work | beside | ours | peer | ratio | goal | |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        if row["verdict"] == "not measured":
            yield f"| {row['work']} | {row['peer']} | | | | {row['goal_text']} | not measured: {row['why']} |"
        else:
            yield f"| {row['work']} | {row['peer']} | {row['ours_text']} | {row['peer_text']} | {row['ratio']:.3g} | {row['goal_text']} | **{row['verdict']}** |"
    yield ""
    yield f"![How far each row is from its goal]({picture})"
    remarks = [f"- {row['work']}: {row['remark']}." for row in rows if row.get("remark")]
    if remarks:
        yield ""
        yield from remarks


def logging(result):
    met = sum(row["verdict"] == "met" for row in result["rows"])
    yield "## The public log"
    yield f"`bench/report log`: one core, medians; {met} met, {len(result['rows']) - met} short. Where the goal is a number, the number stands for the peer."
    yield ""
    yield from table(result["rows"], "benchmarks-log.svg")


def write_page():
    import_result, serve_result = load("import"), load("serve")
    machine = import_result["machine"]
    lines = ["# Measurements", "", f"Written by `bench/table` from `bench/results/*.json`; never edited by hand. Machine: {machine['cores']} virtual cores ({machine['cpu']}), {machine['memory_gb']} GB.",
             "Absolute numbers move by a third on such a machine; the ratios, measured in one run, are what counts.", "", *imports(import_result), "", *serving(serve_result), "",
             *(searching(load("search")) if (HERE / "results/search.json").exists() else []), ""]
    if (HERE / "results/draw.json").exists():
        result = load("draw")
        lines += [*drawing(result), ""]
        (HERE.parent / "docs/operating/benchmarks-draw.svg").write_text(chart(result["rows"]))
    if (HERE / "results/log.json").exists():
        result = load("log")
        lines += [*logging(result), ""]
        (HERE.parent / "docs/operating/benchmarks-log.svg").write_text(chart(result["rows"]))
    (HERE.parent / "docs/operating/benchmarks.md").write_text("\n".join(lines))
