"""Abort, or stay silent, after seeing what comes out · 看到不利就中止或不交数
Rule: reveals end before the public event happens; who is missing is dropped and named, and the draw goes on.
Evidence: `dropped` in seed.fixed; no entry draw.voided can follow event.recorded.
"""
from world import expect


def attack(world):
    draw = world.draw
    late = world.clerk.refused(409, "POST", draw.path + "/reveals", {"party": "firm-rep", "typed": draw.typed["firm-rep"]})
    fixed = [entry for entry in world.bundle.entries() if entry["kind"] == "seed.fixed"][0]["data"]
    expect("firm-rep" in fixed["dropped"] and "firm-rep" not in fixed["parties"], f"{fixed}")
    return f"revealing after the event: {late.code}; firm-rep is named in `dropped`, the draw is complete"
