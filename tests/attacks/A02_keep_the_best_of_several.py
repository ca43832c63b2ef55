"""Hold several draws, keep the good one · 同时开几场，留下满意的
Rule: serials have no gaps, a task has one draw, and after the event nothing can be voided.
Evidence: the list of draws with every serial and its state.
"""
from world import PARTIES, expect


def attack(world):
    draw = world.draw
    task = draw.view()["task"]["id"]
    second = world.clerk.refused(409, "POST", "/api/draws", {"task": task, "parties": PARTIES, "min_parties": 2, "mode": "open", "events": draw.events})
    void = world.leader.refused(409, "POST", draw.path + "/void", {"reason": "不满意"})
    other = world.open_draw("另一场", 600)
    expect(int(other.id[-4:]) == int(draw.id[-4:]) + 1, f"{draw.id}, then {other.id}")
    world.leader.post(other.path + "/void", {"reason": "另一场不办了"})
    status, page = world.server.client().page("/d")
    expect(status == 200 and other.id.encode() in page and draw.id.encode() in page, "a voided draw must stay on the list")
    return f"a second draw of the task: {second.code}; voiding after the event: {void.code}; a voided serial stays listed"
