"""A published bundle: fetched, unpacked, verified, and damaged one bit at a time."""
import html
import io
import pathlib
import random
import re
import shutil
import subprocess
import sys
import zipfile

from .server import ROOT, VERIFIER
from .story import expect


def download(client, draw_id, folder):
    """Unpacks the bundle of a draw into `folder`, as a stranger would: without signing in."""
    status, content = client.page(f"/d/{draw_id}/bundle.zip")
    expect(status == 200, f"the bundle answered {status}")
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    expect((folder / "plan.json").exists(), f"no plan.json in the bundle: {sorted(p.name for p in folder.iterdir())}")
    return folder


def verify(bundle):
    """Exit code and words of sunlot-verify."""
    run = subprocess.run([VERIFIER, bundle], capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def expect_same_in_typescript(path, code, *options):
    """The independent verifier (web/verifier), where it is built and there is a node, must come to the same end."""
    command, node = ROOT / "web/verifier/dist/sunlot-verify.mjs", shutil.which("node")
    if not command.exists() or not node:
        return
    run = subprocess.run([node, command, *options, path], capture_output=True, text=True)
    expect(run.returncode == code, f"the TypeScript verifier ended with {run.returncode}, not {code}:\n{run.stdout}{run.stderr}")


def expect_verified(bundle):
    code, words = verify(bundle)
    expect(code == 0, f"sunlot-verify ended with {code}:\n{words}")
    expect_same_in_typescript(bundle, 0)
    return words


def expect_sealed(bundle):
    """Under embargo: consistent so far, and nothing to believe in yet."""
    code, words = verify(bundle)
    expect(code == 3, f"sunlot-verify ended with {code}:\n{words}")
    expect_same_in_typescript(bundle, 3)
    return words


def expect_doorstep(proof_file, *options):
    run = subprocess.run([VERIFIER, "--doorstep", proof_file, *options], capture_output=True, text=True)
    expect(run.returncode == 0, f"the doorstep proof was refused ({run.returncode}):\n{run.stdout}{run.stderr}")
    expect_same_in_typescript(proof_file, 0, "--doorstep")
    return run.stdout


BROWSERS = ROOT / "web/verifier/dist/sunlot-verify.mjs"


def expect_the_browsers_verifier(code, *words):
    """The verifier of the public page, as a Node command, comes to the same verdict. Says so when it is not built."""
    if not BROWSERS.exists():
        print(f"    {BROWSERS.relative_to(ROOT)} 尚未构建，略过 · not built, skipped")
        return
    run = subprocess.run(["node", BROWSERS, *words], capture_output=True, text=True)
    expect(run.returncode == code, f"the browser's verifier ended with {run.returncode}, not {code}:\n{run.stdout}{run.stderr}")


def expect_second_opinion(bundle):
    """tests/vectors/check.py, which shares no line with our program."""
    run = subprocess.run([sys.executable, ROOT / "tests/vectors/check.py", bundle], capture_output=True, text=True)
    expect(run.returncode == 0, run.stdout + run.stderr)


def files_of(bundle):
    return sorted(path for path in pathlib.Path(bundle).rglob("*") if path.is_file())


def flip_one_bit(path, random_source):
    """Flips one bit; returns a function that puts the file back."""
    before = path.read_bytes()
    position = random_source.randrange(len(before) * 8)
    damaged = bytearray(before)
    damaged[position // 8] ^= 1 << position % 8
    path.write_bytes(damaged)
    return lambda: path.write_bytes(before)


def expect_every_flip_is_found(bundle, at_most=60):
    """One random bit in each file (of the many small ones in log/ a sample): the verifier must refuse each time."""
    source = random.Random(2026)
    files = [path for path in files_of(bundle) if path.stat().st_size > 0]
    main, log = [f for f in files if f.parent.name != "log"], [f for f in files if f.parent.name == "log"]
    chosen = main + source.sample(log, min(len(log), max(0, at_most - len(main))))
    for path in chosen:
        put_back = flip_one_bit(path, source)
        code, words = verify(bundle)
        put_back()
        expect(code == 1, f"a flipped bit in {path.relative_to(bundle)} was not found (exit {code}):\n{words}")
    expect_verified(bundle)
    return len(chosen)


def printed_one_liners(page):
    """The commands that the public page prints for people without our verifier."""
    return [html.unescape(re.sub(r"<[^>]*>", "", text)).strip() for text in re.findall(r'<pre class="one-liner">(.*?)</pre>', page, re.S)]


def expect_one_liners_hold(page, bundle, every_ticket=True):
    lines = [line for line in printed_one_liners(page) if every_ticket or "frame.tsv | while" not in line]
    expect(lines, "the page prints no one-liner")
    for line in lines:
        run = subprocess.run(["sh", "-ec", line], cwd=bundle, capture_output=True, text=True)
        expect(run.returncode == 0, f"this printed command failed:\n{line}\n{run.stdout}{run.stderr}")
    return len(lines)
