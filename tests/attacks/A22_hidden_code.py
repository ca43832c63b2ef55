"""Hidden code or a hidden random number in the program · 程序里藏着后门或随机数
Rule: no randomness in the draw's code; two ways to draw must agree before the result is recorded; three implementations.
Evidence: anyone's own verifier gives the same bytes.
"""
import shutil
import subprocess

from world import ROOT, expect


def attack(world):
    banned = subprocess.run(["grep", "-rlE", r"random_device|mt19937|std::shuffle|rand\(\)|system_clock", ROOT / "src/draw", ROOT / "src/hash"], capture_output=True, text=True)
    sources = [name for name in banned.stdout.split() if not name.endswith("_test.cpp")]
    expect(not sources, f"randomness or a clock in {sources}")
    own = ROOT / "web/verifier/dist/sunlot-verify.mjs"
    agreed = ["C++", "Python"]
    if own.exists() and shutil.which("node"):
        run = subprocess.run(["node", own, world.bundle.folder], capture_output=True, text=True)
        expect(run.returncode == 0, run.stdout + run.stderr)
        agreed.append("TypeScript")
    return f"{', '.join(agreed)} give the same list from the same files"
