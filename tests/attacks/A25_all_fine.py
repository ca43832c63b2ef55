"""Inspectors report "all fine" everywhere · 查谁都说“没问题”
Rule: a re-inspection is a draw of its own by another organ, over the passed, the cancelled and the excluded.
Evidence: `reinspects` in plan.json; the two outcomes side by side.
"""
from world import expect


def attack(world):
    from lib.bureau import task_for
    task = task_for("复查")
    task["pool"]["reinspects"] = world.draw.id
    task["strata"] = [{"label": label, "grades": [], "quota": quota} for label, quota in (("passed", {"ratio": [1, 10]}), ("cancelled", "all"), ("excluded", {"ratio": [1, 10]}))]
    made = world.clerk.post("/api/tasks", task)["task"]
    preview = world.clerk.post("/api/tasks/preview", task)
    expect(preview["strata"], f"{preview}")
    return "a task over the outcomes of an earlier draw, each category a stratum: " + made["number"]
