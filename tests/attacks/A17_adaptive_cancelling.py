"""Cancel the visits one does not like · 抽到不想查的就取消
Rule: a cancelled object is replaced by the next reserve, never by choice; two persons; a tenth of the cancelled are drawn for a check.
Evidence: substitutions.json with reason codes; draw.closed only when none is waiting.
"""
from world import expect


def attack(world):
    bundle = world.vector("bundle_substitution")
    code, words = bundle.verify()
    expect(code == 0, words)
    for entry in bundle.entries():
        if entry["kind"] == "substitution.approved":
            asked = [one for one in bundle.entries() if one["kind"] == "substitution.requested" and one["data"]["number"] == entry["data"]["number"]][0]
            expect(asked["actor"] != entry["actor"], f"{asked['actor']} asked and approved")
    bundle.edit("substitutions.json", '"replacement":2', '"replacement":3')
    bundle.expect_refused("another replacement than the one on record")
    chosen = bundle.without_log().expect_refused("a replacement of one's own choice", "--files-only")
    visits = world.draw.result()
    asked = world.clerk.post(world.draw.path + "/substitutions", {"what": "object", "line": visits[0]["line"], "reason": "suspended", "text": "说是停业", "unavailable": []})
    own = world.clerk.refused(403, "POST", world.draw.path + "/substitutions/1/approve", {})
    world.leader.post(world.draw.path + "/substitutions/1/refuse", {})
    silent = world.vector("bundle_substitution")
    silent.write("substitutions.json", "[]")
    silent.expect_refused("cancelled without a word")
    return f"{chosen}; who asks cannot approve: {own.code}"
