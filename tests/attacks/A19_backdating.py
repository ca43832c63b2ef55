"""Date an entry back · 倒填日期
Rule: times never decrease, the order is the log's, and the public event's content bounds it from below.
Evidence: the leaf of each entry under the signed root. Cosigned times are not there yet.
"""
from world import expect


def attack(world):
    entries = world.bundle.entries()
    expect([entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries), "times decrease")
    forged = world.copy_of(world.bundle)
    sealed = [entry for entry in entries if entry["kind"] == "frame.sealed"][0]
    forged.edit(f"log/{sealed['seq']}.json", sealed["at"], "2020" + sealed["at"][4:])
    return forged.expect_refused("a seal dated back")
