"""Search for an identifier with a high ticket · 挑一个抽不中的代码来登记
Rule: identifiers precede the secret contributions: the frame is sealed before any number is revealed.
Evidence: frame.sealed stands before every contribution.revealed.
"""
from world import expect


def attack(world):
    kinds = world.bundle.kinds()
    expect(kinds.index("frame.sealed") < kinds.index("contribution.revealed") < kinds.index("event.recorded"), f"{kinds}")
    sealed = [entry for entry in world.bundle.entries() if entry["kind"] == "frame.sealed"][0]
    expect(sealed["data"]["journal_size"] <= sealed["seq"], "the frame was read after its seal")
    return "whoever registered before the seal knew no ticket; whoever registered after it is not in the frame"
