"""Steer who goes by leave, certificates or recusals · 用请假、停证、回避来左右派谁
Rule: officers and recusals are sealed with the frame; no more may be left out of the slots than recusals were sealed.
Evidence: officers.tsv, recusals.txt and slots.tsv; a change afterwards is a substitution on record.
"""
from world import expect


def attack(world):
    forged = world.copy_of(world.bundle)
    expect(not forged.text("recusals.txt"), "this draw was made without recusals")
    lines = [line.split("\t") for line in forged.lines("slots.tsv")]
    unwanted = lines[0][2].split(",")[0]
    for line in lines:
        line[2] = ",".join(officer for officer in line[2].split(",") if officer != unwanted)
    forged.write("slots.tsv", "".join("\t".join(line) + "\n" for line in lines))
    forged.without_log()
    words = forged.expect_refused("an officer left out everywhere", "--files-only")
    gone = world.copy_of(world.bundle)
    gone.write("officers.tsv", "".join(line + "\n" for line in gone.lines("officers.tsv")[1:]))
    gone.expect_refused("an officer struck off the sealed list")
    return words
