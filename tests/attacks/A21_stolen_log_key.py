"""Sign another history with a stolen or another key · 盗用或另造日志密钥
Rule: a verifier who knows the log's key believes no other; a stolen one cannot change what others have kept.
Evidence: --log-vkey; two heads by the stolen key are A18's proof; after a rotation, signed by both keys, it signs nothing that counts (scenario key-life).
"""
from world import expect


def attack(world):
    stranger = world.vector("bundle_substitution").text("log/policy.txt").split()[1]
    words = world.bundle.expect_refused("a log with another key", "--log-vkey", stranger)
    expect(world.copy_of(world.bundle).verify("--log-vkey", world.key)[0] == 0, "the right key is refused")
    forged = world.copy_of(world.bundle)
    forged.edit("log/policy.txt", world.key, stranger)
    forged.expect_refused("a policy that names another key")
    expect(not world.forks[0].signed_by(stranger), "a stranger's key verifies our checkpoint")
    return words
