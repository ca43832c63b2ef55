"""Choose ratio, rounding or order after the seed is known · 开奖后改比例、改取整、改顺序
Rule: all of it stands in plan.json, whose terms are in the log before anyone has committed.
Evidence: one entry, draw.opened.
"""
import json

from world import expect


def attack(world):
    forged = world.copy_of(world.bundle)
    plan = forged.json("plan.json")
    plan["strata"][0]["quota"] = {"ratio": [6, 100]}
    forged.write("plan.json", json.dumps(plan, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    words = forged.expect_refused("another ratio")
    kinds = world.bundle.kinds()
    expect(kinds[0] == "draw.opened" and kinds.index("draw.opened") < kinds.index("contribution.committed"), f"{kinds}")
    return words
