#!/usr/bin/env python3
"""Recomputes a published draw from its files with nothing but Python's standard library.

    check.py BUNDLE_DIRECTORY       one draw
    make_cases 10000 | check.py -   random draws, one JSON object of files per line

An independent second opinion beside sunlot-verify, written from docs/formats/draw-v1.md and short enough to be read in one
sitting: digests, Merkle roots, commitments, shares of trustees, seed, tickets, quotas, sample, and under embargo the salted
roots. Not here: signatures, the order of entries, the assignment and substitutions; sunlot-verify has them.
Prints a line per check and "N passed, N failed"; exit 0 when all hold, 1 when one does not, 3 when the draw is sealed.
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


def salted_root(seed, name, attempt, data):
    """Under embargo: one leaf per line, each with its own salt (draw-v1 §11)."""
    key, lines = derive(seed, "salt"), data.split(b"\n")[:-1]
    return merkle_root([sha("%s%s/%d/%d" % (key, name, attempt, n))[:32].encode() + b"|" + line for n, line in enumerate(lines)])


def times(a, b):
    """In GF(2^8) with x^8+x^4+x^3+x+1."""
    product = 0
    while b:
        product, a, b = product ^ (a if b & 1 else 0), (a << 1) ^ (0x11B if a & 0x80 else 0), b >> 1
    return product


def combine(trustees, shares):
    """Shamir's scheme at 0: what these trustees' shares give (draw-v1 §5.2)."""
    ids = [t["id"] for t in trustees["keys"]]
    points = [(ids.index(s["trustee"]) + 1, bytes.fromhex(s["share"])) for s in shares]
    value = bytearray(32)
    for x, share in points:
        over, under = 1, 1
        for other, _ in points:
            if other != x:
                over, under = times(over, other), times(under, other ^ x)
        weight = times(over, next(y for y in range(1, 256) if times(under, y) == 1))
        value = bytearray(v ^ times(b, weight) for v, b in zip(value, share))
    return value.hex()


def commitment(plan, party, value):
    return sha("sunlot/commit/v1|%s|%s|%s" % (plan["draw_id"], party, value))


def cells_before_extension(plan, seal, rows, seed, before):
    """k of an extension: the larger of before and by the new quota, in the strata asked for (draw-v1 §10.1)."""
    asked = {e["label"]: e["quota"] for e in seal["extends"]}
    higher = dict(plan, strata=[dict(s, quota=asked.get(s["label"], s["quota"])) for s in plan["strata"]])
    grown = {}
    for line in draw(higher, rows, seed):
        stratum, district, _, kind = line.split("\t")[:4]
        if kind == "S" and stratum in asked:
            grown[stratum, district] = grown.get((stratum, district), 0) + 1
    return {cell: max(k, grown.get(cell, 0)) for cell, k in before.items()}


def check_entry(plan, entry, claim):
    """What a single entry says that can be checked by itself."""
    data, name = entry["data"], "entry %d %s: " % (entry["seq"], entry["kind"])
    if entry["kind"] == "event.recorded" and "signature" in data:
        claim(name + "hash of the signature", sha(bytes.fromhex(data["signature"])) == data["content"])
    if entry["kind"] in ("contribution.opened", "share.revealed"):
        party = data.get("party") or data["share"]
        known = {p["id"]: p.get("commitment") for p in plan["parties"] + plan.get("sealed", [])}
        claim(name + "commitment of " + party, known.get(party) == commitment(plan, party, data["value"]))
        if "shares" in data:
            claim(name + "the trustees' shares", combine(plan["trustees"], data["shares"]) == data["value"])


def check_pinned(plan, seed, attempt, at, entry, read, claim):
    """The files that an entry fixes: by digest, or under embargo by sealed seed and salted roots."""
    secret, data = plan["mode"] == "embargo", entry["data"]
    pins = {"seed.fixed": {"seed": "seed.txt"}, "result.sealed": {"result": at + "result.tsv"},
            "assignment.sealed": {n: at + n + ".tsv" for n in ("slots", "assignment")},
            "draw.closed": {"substitutions": "substitutions.json"}}.get(entry["kind"], {})
    for key, file in pins.items():
        fixed = data.get(key)
        right = sha(read(file))
        if secret and key == "seed":
            fixed, right = data.get("sealed_seed"), sha("sunlot/sealed-seed/v1|" + seed)
        elif secret and key != "substitutions":
            fixed = data.get("root" if key == "result" else key + "_root")
            right = salted_root(seed, key, attempt, read(file))
        claim("entry %d pins %s" % (entry["seq"], file), fixed == right)


def check_seed(plan, text, read, claim):
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


def check(names, read, say=print):
    """names: all files of the bundle; read(name) gives the bytes. Returns the verdicts and whether the draw is sealed."""
    verdicts = []

    def claim(what, holds):
        say(("ok    " if holds else "WRONG ") + what)
        verdicts.append(holds)

    plan = json.loads(read("plan.json"))
    entries = sorted((json.loads(read(n)) for n in names if n.startswith("log/") and n.endswith(".json")), key=lambda e: e["seq"])
    for entry in entries:
        check_entry(plan, entry, claim)
    sealed = plan["mode"] == "embargo" and "seed.txt" not in names
    text = "" if sealed else read("seed.txt").decode()
    seed = sha(text)
    if not sealed:
        check_seed(plan, text, read, claim)
    attempts = sorted({n.split("/")[1] for n in names if n.startswith("previous/")}, key=int)
    folders, kept = ["previous/%s/" % n for n in attempts] + [""], None
    for at in folders:
        seal = json.loads(read(at + "seal.json"))
        for name, known in seal["files"].items():
            data = read(at + name)
            claim(at + name, sha(data) == known["sha256"] and data.count(b"\n") == known["lines"])
        frame = read(at + "frame.tsv")
        claim(at + "frame root", merkle_root(frame.split(b"\n")[:-1]) == seal["frame_root"])
        if sealed:
            continue
        rows = [line.split("\t") for line in frame.decode().split("\n")[:-1]]
        quotas = {(q["stratum"], q["district"]): q["k"] for q in seal["quotas"]} if "quotas" in seal else None
        if "extends" in seal:
            claim(at + "quotas of the extension", quotas == cells_before_extension(plan, seal, rows, seed, kept))
        claim(at + "result.tsv", "".join(draw(plan, rows, seed, quotas)).encode() == read(at + "result.tsv"))
        kept = quotas
        if quotas is None:
            kept = {(stratum, district if plan["spread"] else ""): 0 for _, stratum, district in rows}
            for stratum, district, _, kind in (line.split("\t")[:4] for line in draw(plan, rows, seed)):
                kept[stratum, district] += kind == "S"
    attempt = 0
    for entry in entries:
        attempt += entry["kind"] == "frame.sealed"
        if not sealed:
            check_pinned(plan, seed, attempt, folders[attempt - 1], entry, read, claim)
    say("draw %s, %s" % (plan["draw_id"], "sealed, not yet revealed" if sealed else "seed " + seed))
    return verdicts, sealed


def check_folder(folder):
    names = [os.path.relpath(os.path.join(d, f), folder) for d, _, files in os.walk(folder) for f in files]

    def read(name):
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()

    verdicts, sealed = check(names, read)
    print("%d passed, %d failed" % (verdicts.count(True), verdicts.count(False)))
    return 1 if not all(verdicts) else 3 if sealed else 0


def check_cases(lines):
    good = wrong = 0
    for line in lines:
        files = json.loads(line)
        verdicts, _ = check(list(files), lambda name: files[name].encode(), lambda text: None)
        good, wrong = good + all(verdicts), wrong + (not all(verdicts))
    print("%d passed, %d failed" % (good, wrong))
    return 1 if wrong or not good else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(check_cases(sys.stdin) if sys.argv[1] == "-" else check_folder(sys.argv[1]))
