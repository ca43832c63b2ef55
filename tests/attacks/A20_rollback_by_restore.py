"""Restore an old backup to undo entries · 用旧备份回滚
Rule: the server never signs at or below a size it has published; the published checkpoint stands beside the database.
Evidence: `log.rolled_back`. Refusing below the largest size a witness has seen is not there yet.
"""
import shutil

from world import Server, expect


def attack(world):
    data = world.folder / "restored"
    shutil.copytree(world.folder / "fork-a", data)
    shutil.copy(world.folder / "fork-a.key-secret", world.folder / "restored.key-secret")
    shutil.copy(world.backup, data / world.backup.name)
    for left in data.glob(world.backup.name + "-*"):
        left.unlink()
    before = (data / "log/checkpoint").read_text()
    try:
        server = Server(data, "--empty")
    except RuntimeError as error:
        expect("rolled" in str(error).lower() or "回滚" in str(error), f"the server stopped for another reason: {error}")
        return "with an older database under its published log the server does not start"
    try:
        words = wait_for_words(server)
        expect((data / "log/checkpoint").read_text() == before and "rolled" in words.lower(), f"a smaller checkpoint was published, or nothing said:\n{words}")
    finally:
        server.stop()
    return "nothing is published below the published size, and the server says log.rolled_back"


def wait_for_words(server):
    """What the server said, once it has looked at its log: it does each second."""
    import time
    for _ in range(1200):
        words = "".join(server.lines)
        if "rolled" in words.lower():
            break
        time.sleep(0.1)
    return words
