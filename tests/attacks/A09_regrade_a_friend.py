"""Move a friend into a stratum that is hardly drawn · 把熟人调到抽取比例低的等级
Rule: the stratum is part of the sealed line; within the freeze window an object is drawn by the grade it had before.
Evidence: frame_root; the grade's history in the journal.
"""
from world import expect


def attack(world):
    forged = world.vector("bundle_substitution")
    lines = forged.lines("frame.tsv")
    strata = sorted({line.split("\t")[1] for line in lines})
    one = lines[0].split("\t")
    other = next((label for label in strata if label != one[1]), one[1] + "x")
    forged.write("frame.tsv", "\t".join([one[0], other, *one[2:]]) + "\n" + "".join(line + "\n" for line in lines[1:]))
    words = forged.expect_refused("a regraded firm")
    resealed = forged.reseal().expect_refused("and with a seal that fits")
    expect("digests" in resealed, resealed)
    return words
