"""Send another officer than the one dealt · 私下换人
Rule: an officer is replaced by the next in line only, asked for by one and approved by another.
Evidence: assignment.tsv is recomputed; substitutions.json lists who was replaced and why.
"""
from world import expect


def attack(world):
    forged = world.copy_of(world.bundle)
    lines = [line.split("\t") for line in forged.lines("assignment.tsv")]
    lines[0][1], lines[1][1] = lines[1][1], lines[0][1]
    forged.write("assignment.tsv", "".join("\t".join(line) + "\n" for line in lines))
    forged.expect_refused("two officers swapped")
    forged.without_log()
    words = forged.expect_refused("and without a log", "--files-only")
    substituted = world.vector("bundle_substitution")
    substituted.edit("substitutions.json", '"officer":"F4"', '"officer":"F5"')
    substituted.expect_refused("another replacement than the one on record")
    again = substituted.without_log().expect_refused("another replacement than the next in line", "--files-only")
    return f"{words}; {again}"
