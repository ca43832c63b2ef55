"""Exclude a friend as "already inspected this year" · 谎称今年已经查过
Rule: every exclusion names the journal entry that justifies it, which must be earlier than the seal.
Evidence: exclusions.tsv, pinned by seal.json; the entry itself.
"""
from world import expect


def attack(world):
    forged = world.copy_of(world.bundle)
    lines = forged.lines("frame.tsv")
    friend = lines[3].split("\t")[0]
    size = [entry for entry in forged.entries() if entry["kind"] == "frame.sealed"][0]["data"]["journal_size"]
    forged.write("frame.tsv", "".join(line + "\n" for line in lines if not line.startswith(friend)))
    kept = sorted(forged.lines("exclusions.tsv") + [f"{friend}\tannual_cap\t{size + 1}"])
    forged.write("exclusions.tsv", "".join(line + "\n" for line in kept))
    words = forged.expect_refused("a friend who was excluded")
    both = world.copy_of(world.bundle)
    both.write("exclusions.tsv", f"{friend}\tannual_cap\t1\n")
    both.without_log().reseal()
    again = both.expect_refused("in the frame and excluded at once", "--files-only")
    expect("exclusions" in again, again)
    return f"{words}; {again}"
