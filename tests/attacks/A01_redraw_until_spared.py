"""Redraw until the friend is spared · 一抽再抽，抽到满意为止
Rule: one seed for each draw id; a redraw corrects the lists and keeps seed.txt, and needs another person.
Evidence: both frames, the redraw's entries, and who left and entered the sample.
"""
from world import expect


def attack(world):
    draw, before = world.draw, world.bundle
    world.clerk.post(draw.path + "/redraw", {"reason": "换一批"})
    world.clerk.refused(403, "POST", draw.path + "/redraw/approve", {})
    world.leader.post(draw.path + "/redraw/approve", {})
    draw.seal()
    no = world.clerk.refused(409, "POST", draw.path + "/reveals", {"party": "jiwei", "value": "0" * 64})
    draw.draw_objects()
    draw.assign_officers()
    after = world.bundle_of(draw)
    expect(after.text("seed.txt") == before.text("seed.txt"), "the redraw has another seed")
    drawn = [line.split("\t")[5] for line in before.lines("result.tsv")]
    again = [line.split("\t")[5] for line in after.lines("result.tsv")]
    # The firm that was added between the two may have drawn a winning ticket; nobody else may come in.
    expect(set(again) - set(drawn) <= {world.late_firm[1]} and len(again) == len(drawn), "nobody's lot may change without a correction")
    expect(after.verify()[0] == 0 and (after.folder / "previous/1/result.tsv").exists(), "the first attempt must stay in the bundle")
    world.after_redraw = after
    return f"no new contribution ({no.code}), the same seed, the same firms; both attempts stay public"
