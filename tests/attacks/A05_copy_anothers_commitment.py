"""Copy another party's commitment, and later its number · 照抄别人的承诺
Rule: the party's name is inside the commitment, and contributions are concatenated, not XORed.
Evidence: contribution.rejected; anyone can recompute.
"""
from world import expect


def attack(world):
    expect(world.copied.status == 409, "the copied number was taken")
    rejected = [entry["data"] for entry in world.bundle.entries() if entry["kind"] == "contribution.rejected"]
    fixed = [entry for entry in world.bundle.entries() if entry["kind"] == "seed.fixed"][0]["data"]
    expect([data["party"] for data in rejected] == ["media"] and "media" in fixed["dropped"], f"{rejected} {fixed}")
    return f"media cannot reveal what it copied ({world.copied.code}); it is named and dropped"
