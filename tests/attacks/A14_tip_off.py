"""Tell the drawn firms beforehand · 事先通风报信
Rule: embargo: sample and officers stay sealed, lines are shown just in time, each view is an entry.
Evidence: the list of disclosures; the doorstep proof that the firm was on the sealed list before anyone came.
"""
from world import expect


def attack(world):
    sealed = world.vector("bundle_sealed")
    code, words = sealed.verify()
    expect(code == 3, f"a sealed draw must be neither verified nor refused: {code}\n{words}")
    for name in ("result.tsv", "assignment.tsv", "slots.tsv", "seed.txt", "shares.json"):
        expect(not (sealed.folder / name).exists(), f"{name} of an embargoed draw is public")
    for entry in sealed.entries():
        expect(not {"seed", "result", "assignment", "slots"} & set(entry["data"]), f"entry {entry['seq']} gives it away: {sorted(entry['data'])}")
    disclosed = [entry["data"] for entry in world.vector("bundle_embargo").entries() if entry["kind"] == "disclosed"]
    expect(all(set(data) == {"attempt", "lines", "purpose"} for data in disclosed), f"{disclosed}")
    return f"nothing public before the reveal; {len(disclosed)} views on record in the stored draw"
