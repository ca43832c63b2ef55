"""Stuff the directory with made-up or brand-new firms · 往名录里塞企业
Rule: identifiers must pass both check characters, and the frame is fixed before the numbers are revealed; objects added within the freeze window stay out.
Evidence: counts of bad rows; exclusions.tsv with the entry that added them.
"""
from lib.bureau import task_for
from world import expect, firm


def attack(world):
    row = firm(7001)
    made_up = [row[0], row[1][:-1] + ("A" if row[1][-1] != "A" else "B"), *row[2:]]
    preview = world.look_at_firms("made-up", [made_up])
    expect(preview["counts"]["bad"] == 1 and preview["counts"]["new"] == 0, f"{preview['counts']}")
    sealed = world.bundle.text("frame.tsv") + world.bundle.text("exclusions.tsv")
    expect(world.late_firm[1] not in sealed, "a firm added after sealing is in the frame")
    task = task_for("新户不进")
    task["exclusions"]["freeze_days"] = 7
    excluded = world.clerk.post("/api/tasks/preview", {part: task[part] for part in ("pool", "exclusions", "strata")})["excluded"]
    expect("too_new" in str(excluded), f"{excluded}")
    return "a code with a wrong check character is refused; a firm added after the seal is in neither list; with a freeze window what was added this week is excluded by name"
