"""All contributors collude · 提供随机数的人串通
Rule: commitments from two organisations, and public events of at least 40 bits that come last and belong to nobody.
Evidence: organisations and times in the log; the verifier counts the events' bits.
"""
from world import PARTIES, expect


def attack(world):
    same = [dict(party, organisation=PARTIES[0]["organisation"]) for party in PARTIES]
    task = world.bureau.make_task("一家人")["id"]
    events = [dict(event, not_before="2099-01-01T00:00:00Z") for event in world.draw.events]
    try:
        opened = world.clerk.post("/api/draws", {"task": task, "parties": same, "min_parties": 2, "mode": "open", "events": events})
        path = "/api/draws/" + opened["draw_id"]
        for party in same:
            world.clerk.post(path + "/contributions", {"party": party["id"], "commitment": "ab" * 32})
        no = world.clerk.refused(409, "POST", path + "/seal", {})
        world.leader.post(path + "/void", {"reason": "只有一家"})
    except Exception as error:  # refused at opening already
        expect(getattr(error, "status", 0) in (400, 409, 422), str(error))
        no = error
    bits = [line for line in world.bundle.verify()[1].splitlines() if "48" in line]
    expect(bits, "the verifier does not count the events' bits")
    return f"three parties of one organisation: {no.code}; and 48 bits of lottery come after all of them"
