"""Feed input that implementations read differently · 用不规范的文件让核验程序各说各话
Rule: reject, never repair: every file has one form.
Evidence: each of these is refused, by name.
"""
from world import expect


def attack(world):
    def frame(change):
        forged = world.copy_of(world.bundle)
        forged.write("frame.tsv", change(forged.text("frame.tsv")))
        return forged.without_log().reseal()

    first = world.bundle.lines("frame.tsv")[0]
    forms = {"CR LF": lambda t: t.replace("\n", "\r\n"), "no last line feed": lambda t: t[:-1], "a byte order mark": lambda t: "\ufeff" + t,
             "a blank at the end": lambda t: t.replace(first, first + " ", 1), "a fourth field": lambda t: t.replace(first, first + "\tx", 1),
             "another order": lambda t: "\n".join(reversed(t.strip().split("\n"))) + "\n", "lower case": lambda t: t.lower(), "an empty line": lambda t: t + "\n",
             "a zero byte": lambda t: t.replace(first, first + "\0", 1), "broken UTF-8": lambda t: t.encode().replace(first.encode(), first.encode() + b"\xff", 1)}
    for what, change in forms.items():
        frame(change).expect_refused(what, "--files-only")
    for what, old, new in (("a blank in JSON", "{", "{ "), ("a float", '"reserve":2', '"reserve":2.0'), ("a name twice", '"reserve":2', '"reserve":2,"reserve":2')):
        forged = world.copy_of(world.bundle).without_log()
        forged.edit("plan.json", old, new)
        forged.expect_refused(what, "--files-only")
    return f"{len(forms) + 3} malformed files, all refused"
