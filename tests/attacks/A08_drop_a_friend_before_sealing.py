"""Leave a friend out of the frame · 封存前把熟人拿掉
Rule: the frame is what the rules give of the directory at one size of the journal; whoever is missing can prove it.
Evidence: non-membership by two neighbours, or the recorded ground of exclusion; the "am I in?" page.
"""
from world import expect, firm


def attack(world):
    forged = world.copy_of(world.bundle)
    lines = forged.lines("frame.tsv")
    forged.write("frame.tsv", "".join(line + "\n" for line in lines[:5] + lines[6:]))
    words = forged.expect_refused("a frame without one firm")
    inside, outside = lines[5].split("\t")[0], firm(5000)[1]
    public = world.server.client()
    mine = public.get(f"/api/public/draws/{world.draw.id}/why", object=inside)
    expect(mine["state"] in ("sampled", "reserve", "not_drawn") and mine["proof"]["root"], f"{mine}")
    absent = public.get(f"/api/public/draws/{world.draw.id}/why", object=outside)
    expect(absent["state"] == "not_in_pool" and absent["neighbours"], f"{absent}")
    names = [neighbour["line"].split("\t")[0] for neighbour in absent["neighbours"]]
    expect(all(name != outside for name in names) and names == sorted(names), f"{names}")
    return f"{words}; the page shows each firm its place, or the two neighbours it is missing between"
