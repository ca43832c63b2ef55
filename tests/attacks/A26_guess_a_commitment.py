"""Guess what a commitment hides when there are few possibilities · 可能的值不多，就挨个试
Rule: a salt of 16 bytes for each row.
Evidence: trying all values without the salt finds nothing.
"""
import base64
import hashlib

from world import expect, sha256


def attack(world):
    bundle = world.vector("bundle_embargo")
    officers = [line.split("\t")[0] for line in bundle.lines("officers.tsv")]
    objects = [line.split("\t")[0] for line in bundle.lines("frame.tsv")]
    recusals = set(bundle.lines("recusals.txt"))
    tried = {sha256(f"sunlot/recusal/v1|{officer}|{one}|") for officer in officers for one in objects}
    expect(recusals and not recusals & tried, "a recusal was guessed, or there is none")
    leaves = lambda name, salt: [hashlib.sha256(b"\0" + (salt + line).encode()).digest() for line in bundle.lines(name)]
    roots = [entry["data"].get("root") or entry["data"].get("assignment_root") for entry in bundle.entries() if entry["kind"] in ("result.sealed", "assignment.sealed")]
    for name in ("result.tsv", "assignment.tsv"):
        for salt in ("", "|"):
            level = leaves(name, salt)
            while len(level) > 1:
                pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2])]
                level = pairs + level[len(level) & ~1:]
            expect(level[0].hex() not in roots, f"the root of {name} has no salt")
    return f"{len(tried)} pairs tried in vain against {len(recusals)} recusals; the sealed roots are salted"
