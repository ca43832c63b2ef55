"""Show different logs to different people · 给不同的人看不同的日志
Rule: one checkpoint for each size; two signed ones that differ are proof by themselves.
Evidence: both checkpoints with the log's signature. Witnesses, who keep whole checkpoints and refuse a second, are not there yet.
"""
import shutil

from note import Note
from world import Server, expect
from lib.bureau import PASSWORD


def attack(world):
    heads = []
    for fork, login in (("fork-a", "zhang"), ("fork-b", "wang")):
        shutil.copytree(world.server.data, world.folder / fork)
        server = Server(world.folder / fork, "--empty")
        try:
            admin = server.client().log_in("admin", PASSWORD)
            admin.post("/api/accounts", {"login": login, "name": "某人", "roles": ["clerk"]})
            heads.append(Note(wait_for_larger(server, world.size_before)))
        finally:
            server.stop()
    one, other = heads
    expect(one.size == other.size and one.root != other.root, f"{one.size} {other.size}")
    expect(one.signed_by(world.key) and other.signed_by(world.key), "one of the two is not signed by the log")
    world.forks = heads
    return f"two signed checkpoints of size {one.size} with different roots: the log convicts itself"


def wait_for_larger(server, size):
    """The published checkpoint, once it has grown: it is published each second."""
    import time
    for _ in range(100):
        status, head = server.client().page("/log/checkpoint")
        if status == 200 and int(head.decode().split("\n")[1]) > size:
            return head.decode()
        time.sleep(0.1)
    raise AssertionError("no larger checkpoint was published")
