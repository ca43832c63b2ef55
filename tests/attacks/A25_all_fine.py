"""Inspectors report "all fine" everywhere · 查谁都说“没问题”
Rule: a re-inspection is a draw of its own, by another organ with its own parties and seed, over the passed, the cancelled and the excluded.
Evidence: all three categories follow from the published bundle; the verifier checks the second draw like any other.
"""
import shutil

from check import draw as draw_by_python
from lib.bureau import task_for
from world import PARTIES, canonical, expect, sha256


def categories(bundle):
    """Every object of the earlier draw that was not inspected in anger: passed, cancelled, excluded."""
    cancelled = {one["line"] for one in bundle.json("substitutions.json") if one["what"] == "object"}
    called = {one.get("replacement") for one in bundle.json("substitutions.json")}
    for number, line in enumerate(bundle.lines("result.tsv")):
        kind, object_id = line.split("\t")[3], line.split("\t")[5]
        if number in cancelled:
            yield object_id, "cancelled"
        elif kind == "S" or number in called:
            yield object_id, "passed"
    for line in bundle.lines("exclusions.tsv"):
        yield line.split("\t")[0], "excluded"


def attack(world):
    earlier = world.vector("bundle_substitution")
    rows = sorted((one, category, "") for one, category in categories(earlier))
    again = world.vector("bundle_substitution").without_log()
    plan = again.json("plan.json")
    plan.update(draw_id="sjrs-150800-2026-0001", spread=False, pool={"reinspects": {"draw_id": plan["draw_id"], "log_origin": plan["log_origin"]}},
                strata=[{"label": "cancelled", "quota": "all"}, {"label": "excluded", "quota": {"ratio": [1, 10]}}, {"label": "passed", "quota": {"ratio": [1, 10]}}])
    for party in plan["parties"]:
        party.pop("commitment", None)
    seed = f"sunlot/seed/v1\ndraw={plan['draw_id']}\n"
    for party in plan["parties"]:
        value = sha256("another organ's number for " + party["id"])
        party["commitment"] = sha256(f"sunlot/commit/v1|{plan['draw_id']}|{party['id']}|{value}")
        seed += f"party={party['id']}:{value}\n"
    seed += "".join(line + "\n" for line in again.lines("seed.txt") if line.startswith("event="))
    plan["team"] = {"slots": [{"name": "reinspector", "tags": []}]}
    (again.folder / "substitutions.json").unlink()
    shutil.rmtree(again.folder / "previous", ignore_errors=True)
    again.write("plan.json", canonical(plan))
    again.write("seed.txt", seed)
    again.write("frame.tsv", "".join("\t".join(row) + "\n" for row in rows))
    again.write("exclusions.tsv", "")
    again.write("recusals.txt", "")
    again.write("result.tsv", "".join(draw_by_python(plan, rows, sha256(seed))))
    drawn = sorted((line.split("\t")[5], line.split("\t")[0]) for line in again.lines("result.tsv") if line.split("\t")[3] == "S")
    again.write("officers.tsv", "P1\t0\t1000\t\n")
    again.write("slots.tsv", "".join(f"{one}\t0\tP1\n" for one, _ in drawn))
    again.write("assignment.tsv", "".join(f"{one}\tP1\n" for one, _ in drawn))
    seal = again.json("seal.json")
    again.write("seal.json", canonical({"draw_id": plan["draw_id"], "files": seal["files"], "frame_root": ""}))
    again.reseal()
    code, words = again.verify("--files-only")
    expect(code == 0, f"the re-inspection does not hold ({code}):\n{words}")
    again_cancelled = {one for one, category in drawn if category == "cancelled"}
    expect(again_cancelled and again_cancelled == {one for one, category, _ in rows if category == "cancelled"}, f"{drawn}")
    task = world.clerk.post("/api/tasks", {**task_for("复查", [{"label": "cancelled", "quota": "all"}]), "pool": {"reinspects": world.draw.id}})["task"]["id"]
    terms = {"task": task, "parties": PARTIES, "min_parties": 2, "mode": "open", "events": [{"kind": "dice", "name": "fucha", "not_before": "2026-01-01T00:00:00Z"}]}
    no = world.clerk.refused(409, "POST", "/api/draws", terms)
    return f"the organ itself cannot open its re-inspection ({no.code}); another organ drew {len(drawn)} of {len(rows)} objects again, among them every cancelled one"
