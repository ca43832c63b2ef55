#!/usr/bin/env python3
"""Recomputes a published draw from its files with nothing but Python's standard library.

    check.py BUNDLE_DIRECTORY

An independent second opinion beside sunlot-verify, written from docs/formats/draw-v1.md and short enough to be read in one
sitting: digests, Merkle root, commitments, seed, tickets, quotas, sample. Not here: signatures and the assignment.
Prints a line per check and "N passed, N failed"; exit 0 when all hold, 1 when one does not.
"""
import hashlib
import json
import os
import sys


def sha(data):
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def merkle_root(leaves):
    """RFC 9162 §2.1.1 over leaf data."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    if not level:
        return sha(b"")
    while len(level) > 1:  # pairing level by level, an odd one moves up: the same tree as splitting at powers of two
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2])]
        level = pairs + level[len(level) & ~1:]
    return level[0].hex()


def derive(seed, purpose):
    return sha("sunlot/derive/v1\n%s\n%s\n" % (seed, purpose))


def quota(rule, n):
    if rule == "all":
        return n
    if isinstance(rule, int):
        return min(rule, n)
    over, under = rule["ratio"]
    return min(n, -(-n * over // under))


def spread(k, counts, seed, stratum):
    """counts: district -> objects. Systematic rounding with one offset."""
    n = sum(counts.values())
    word = int(sha(derive(seed, "quota") + stratum)[:16], 16)
    offset, done, shares = word * n >> 64, 0, {}
    for district in sorted(counts, key=str.encode):
        shares[district] = (k * (done + counts[district]) + offset) // n - (k * done + offset) // n
        done += counts[district]
    return shares


def draw(plan, rows, seed, kept=None):
    """rows: (id, stratum, district). kept: (stratum, district) -> k of a redraw. Returns the lines of result.tsv."""
    select, cells, rules = derive(seed, "select"), {}, {s["label"]: s["quota"] for s in plan["strata"]}
    for object_id, stratum, district in rows:
        cells.setdefault((stratum, district if plan["spread"] else ""), []).append((sha(select + object_id), object_id))
    if kept is None:
        kept = {}
        for stratum in {s for s, _ in cells}:
            counts = {d: len(c) for (s, d), c in cells.items() if s == stratum}
            k = quota(rules[stratum], sum(counts.values()))
            for district, share in (spread(k, counts, seed, stratum) if plan["spread"] else {"": k}).items():
                kept[stratum, district] = share
    lines = []
    for (stratum, district), tickets in sorted(cells.items(), key=lambda c: (c[0][0].encode(), c[0][1].encode())):
        k = kept.get((stratum, district), 0)
        for rank, (ticket, object_id) in enumerate(sorted(tickets)[:k + plan["reserve"]], 1):
            kind = "S" if rank <= k else "R"
            lines.append("%s\t%s\t%d\t%s\t%s\t%s\n" % (stratum, district, rank, kind, ticket, object_id))
    return lines


def commitment(plan, party, value):
    return sha("sunlot/commit/v1|%s|%s|%s" % (plan["draw_id"], party, value))


def check(folder):
    def read(name):
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()

    verdicts = []

    def claim(what, holds):
        print(("ok    " if holds else "WRONG ") + what)
        verdicts.append(holds)

    plan, text = json.loads(read("plan.json")), read("seed.txt").decode()
    seed = sha(text)
    lines = [line.split("=", 1) for line in text.split("\n")[1:-1]]
    for party, value in (rest.split(":") for key, rest in lines if key == "party"):
        known = {p["id"]: p.get("commitment") for p in plan["parties"]}
        claim("commitment of " + party, known.get(party) == commitment(plan, party, value))
    events = [rest.split(":")[:2] for key, rest in lines if key == "event"]
    claim("events as planned", events == [[e["kind"], e["name"]] for e in plan["events"]])
    if plan["mode"] == "embargo":
        shares = json.loads(read("shares.json"))
        claim("sealed shares", all(commitment(plan, s["id"], shares[s["id"]]) == s["commitment"] for s in plan["sealed"])
              and ["sealed", sha(shares["sealed-1"] + shares["sealed-2"])] in lines)
    attempts = ["previous/%d/" % n for n in range(1, 1000) if os.path.isdir(os.path.join(folder, "previous/%d" % n))] + [""]
    for at in attempts:
        seal = json.loads(read(at + "seal.json"))
        for name, known in seal["files"].items():
            data = read(at + name)
            claim(at + name, sha(data) == known["sha256"] and data.count(b"\n") == known["lines"])
        frame = read(at + "frame.tsv")
        claim(at + "frame root", merkle_root(frame.split(b"\n")[:-1]) == seal["frame_root"])
        rows = [line.split("\t") for line in frame.decode().split("\n")[:-1]]
        kept = {(q["stratum"], q["district"]): q["k"] for q in seal["quotas"]} if "quotas" in seal else None
        claim(at + "result.tsv", "".join(draw(plan, rows, seed, kept)).encode() == read(at + "result.tsv"))
    log = os.path.join(folder, "log")
    for name in sorted(os.listdir(log)) if os.path.isdir(log) else []:
        if name.endswith(".json"):
            entry = json.loads(read("log/" + name))
            pinned = {"seed.fixed": ("seed", "seed.txt"), "draw.closed": ("substitutions", "substitutions.json")}
            if entry["kind"] in pinned:
                key, file = pinned[entry["kind"]]
                claim("entry %d pins %s" % (entry["seq"], file), entry["data"][key] == sha(read(file)))
    print("draw %s, seed %s" % (plan["draw_id"], seed))
    print("%d passed, %d failed" % (verdicts.count(True), verdicts.count(False)))
    return all(verdicts)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(0 if check(sys.argv[1]) else 1)
