"""Give one firm two look-alike identifiers · 形似、重复的代码
Rule: one canonical form (NFKC, upper case, no blanks), check characters, unique afterwards.
Evidence: the preview of the import; the frame itself.
"""
from world import expect, firm


def attack(world):
    row = firm(3)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in row[1])
    preview = world.look_at_firms("wide", [[row[0], " " + wide.lower() + " ", *row[2:]]])
    expect(preview["counts"]["new"] == 0 and preview["counts"]["bad"] == 0, f"full width and lower case make another firm: {preview['counts']}")
    letter_o = row[1].replace("0", "O", 1)
    preview = world.look_at_firms("letter-o", [[row[0], letter_o, *row[2:]]])
    expect(preview["counts"]["new"] == 0, f"the letter O passed for a zero: {preview['counts']}")
    forged = world.copy_of(world.bundle)
    lines = forged.lines("frame.tsv")
    forged.write("frame.tsv", "".join(line + "\n" for line in sorted(lines + lines[:1])))
    forged.without_log().reseal()
    return forged.expect_refused("the same firm twice", "--files-only")
