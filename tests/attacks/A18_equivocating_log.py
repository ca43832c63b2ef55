"""Show different logs to different people · 给不同的人看不同的日志
Rule: one checkpoint for each size; where a policy has a quorum of more than half, honest witnesses cosign one history only.
Evidence: both checkpoints with the log's signature convict it; the second gets no quorum, and the witnesses who refuse it alarm.
"""
import contextlib
import shutil
import types

from note import Note
from world import Server, expect
from lib.bureau import PASSWORD
from lib.witness import Witness


def attack(world):
    heads = []
    for fork, login in (("fork-a", "zhang"), ("fork-b", "wang")):
        shutil.copytree(world.server.data, world.folder / fork)
        shutil.copy(f"{world.server.data}.key-secret", world.folder / f"{fork}.key-secret")  # who has the machine has both
        server = Server(world.folder / fork, "--empty")
        try:
            admin = server.client().log_in("admin", PASSWORD)
            admin.post("/api/accounts", {"login": login, "name": "某人", "roles": ["clerk"]})
            supervisor = server.client().log_in("jiwei", PASSWORD)
            heads.append(Note(wait_for_size(server, supervisor.get("/api/journal", limit=1)["rows"][0]["seq"] + 1)))
        finally:
            server.stop()
    one, other = heads
    expect(one.size == other.size and one.root != other.root, f"{one.size} {other.size}")
    expect(one.signed_by(world.key) and other.signed_by(world.key), "one of the two is not signed by the log")
    world.forks = heads
    stopped = witnesses_stop_the_second(world, one, other)
    return f"two signed checkpoints of size {one.size} with different roots: the log convicts itself; {stopped}"


def witnesses_stop_the_second(world, one, other):
    """Two of three make the quorum. The log shows one history to two of them and the other to the third, then to all."""
    with contextlib.ExitStack() as stack:
        story = types.SimpleNamespace(folder=world.folder / "witnesses", _stack=stack)
        story.folder.mkdir()
        witnesses = [Witness(story, f"{name}.example/witness") for name in ("sfj", "jw", "rst")]
        for witness in witnesses:
            witness.verb("add-log", world.key, "--silence", "0")
            witness.start()
        body = {id(head): b"old 0\n\n" + f"{head.text}\n{head.signatures}".encode() for head in (one, other)}
        for witness, head in zip(witnesses, (one, one, other)):
            status, _, line = witness.add(body[id(head)])
            expect(status == 200 and line.startswith(f"— {witness_name(witness)} "), f"{status} {line}")
        again = b"old %d\n\n" % other.size + body[id(other)].split(b"\n\n", 1)[1]
        for witness in witnesses[:2]:
            status, _, said = witness.add(again)
            expect(status in (403, 422), f"a second history of the same size was answered {status} {said}")
            expect("fork" in witness.alarms(one.origin), f"no alarm: {witness.status()}")
    return "of three witnesses two refuse the second, so it is never witnessed"


def witness_name(witness):
    return witness.vkey.split("+")[0]


def wait_for_size(server, size):
    """The published checkpoint, once it covers `size` entries: it is published each second."""
    import time
    for _ in range(1200):
        status, head = server.client().page("/log/checkpoint")
        if status == 200 and int(head.decode().split("\n")[1]) >= size:
            return head.decode()
        time.sleep(0.1)
    raise AssertionError(f"no checkpoint of {size} entries was published")
