"""Random small draws with the answers that tests/vectors/check.py gives: what the other computations must agree with."""
import hashlib
import json
import os
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "vectors"))
from check import draw, sha  # noqa: E402

# Labels that a careless reader trips over: separators, quotes, escapes, numbers, other scripts, prefixes of each other.
LABELS = ["", "A", "AA", "a", "B", "0", "00", "1e3", "NULL", "\\N", "\\.", "\\t", "'", "\"", "\"x\"", "a,b", "x y", "甲", "临河区", "解放街道",
          "{}", "[1]", "%s", "$1", ":plan", "\u00e9", "e\u0301", "😀", "～", "\ufeff", "ÿ", "--", "/*", "街"]
ID_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ._:-"


def quota_of(source):
    kind = source.randrange(4)
    if kind == 0:
        return "all"
    if kind == 1:
        return source.choice([0, 1, 2, 5, 40, 10**9])
    under = source.choice([1, 2, 3, 7, 100, 999999937, 10**9])
    return {"ratio": [source.choice([0, 1, 5, under, 10**9, max(1, under // 3)]), under]}


def ids_of(source, count):
    found = set()
    while len(found) < count:
        length = source.choice([1, 2, 3, 18, 18, 18, 55])
        found.add("".join(source.choice(ID_ALPHABET) for _ in range(length)))
    return sorted(found)


def write(folder, name, text):
    (folder / name).write_bytes(text.encode())


def make_case(folder, number):
    """One draw in `folder`; the same number always gives the same draw."""
    source = random.Random(number)
    labels = source.sample(LABELS, source.randint(1, 5))
    districts = source.sample(LABELS, source.randint(1, 6))
    plan = {"draw_id": "lhrs-150802-2026-0007", "reserve": source.choice([0, 1, 2, 3, 50]), "spread": source.random() < 0.6,
            "strata": [{"label": label, "quota": quota_of(source)} for label in labels]}
    size = 0 if source.random() < 0.02 else source.choice([1, 3, 10, 30, 60])
    rows = [(i, source.choice(labels[:source.randint(1, len(labels))]), source.choice(districts)) for i in ids_of(source, size)]
    seed_txt = "sunlot/seed/v1\ndraw=%s\nparty=bureau:%s\n" % (plan["draw_id"], hashlib.sha256(b"%d" % number).hexdigest())
    seal, kept = {"draw_id": plan["draw_id"]}, None
    if source.random() < 0.25:  # a later attempt: its quotas are in the seal
        cells = sorted({(s, d if plan["spread"] else "") for _, s, d in rows} | {(source.choice(labels), "" if not plan["spread"] else source.choice(districts))})
        kept = {cell: source.choice([0, 0, 1, 2, 7]) for cell in cells}
        seal.update(attempt=2, previous=sha("before"), quotas=[{"district": d, "k": k, "stratum": s} for (s, d), k in kept.items()])
    folder.mkdir(parents=True)
    write(folder, "plan.json", json.dumps(plan, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    write(folder, "seal.json", json.dumps(seal, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    write(folder, "seed.txt", seed_txt)
    write(folder, "frame.tsv", "".join("%s\t%s\t%s\n" % row for row in rows))
    write(folder, "result.tsv", "".join(draw(plan, rows, sha(seed_txt), kept)))


def make_cases(folder, count, first=1):
    folders = [pathlib.Path(folder) / ("%05d" % number) for number in range(first, first + count)]
    for number, case in enumerate(folders, first):
        make_case(case, number)
    return folders


def differing(folders, name="drawn.tsv"):
    """The cases where `name` is not result.tsv, byte for byte."""
    return [folder for folder in folders
            if not os.path.exists(folder / name) or (folder / name).read_bytes() != (folder / "result.tsv").read_bytes()]
