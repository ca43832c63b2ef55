"""Published logs as a stranger sees them: made by tests/vectors/programs/make_log with real keys, served from folders by
one loopback server, and checked from their files alone."""
import base64
import contextlib
import functools
import hashlib
import http.server
import os
import pathlib
import shutil
import struct
import subprocess
import threading

from .server import ROOT

WITNESS = pathlib.Path(os.environ.get("SUNLOT_WITNESS", ROOT / "build/release/sunlot-witness"))


def log_maker():
    """The program that makes logs: of whichever build has it."""
    places = [os.environ.get("SUNLOT_MAKE_LOG"), *(ROOT / f"build/{preset}/tests/make_log" for preset in ("asan", "dev"))]
    found = [place for place in places if place and os.path.exists(place)]
    if not found:
        raise RuntimeError("make_log is not built: ninja -C build/dev make_log")
    return found[0]


def make_log(folder, origin, entries, *options):
    """Writes (or grows) a published log; the same arguments give the same bytes, and a longer log begins like a shorter."""
    subprocess.run([log_maker(), folder, "--origin", origin, "--seed", origin, "--entries", str(entries), *options], check=True, capture_output=True)
    return pathlib.Path(folder)


class _Files(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serve(folder):
    """The folder under http://127.0.0.1:PORT, for as long as the block runs."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Files, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sha(data):
    return hashlib.sha256(data).digest()


def root_of(leaves):
    """RFC 9162 §2.1.1, from leaf hashes."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1" + root_of(leaves[:split]) + root_of(leaves[split:]))


def consistency_proof(first, leaves, whole=True):
    """RFC 9162 §2.1.4.1."""
    if first == len(leaves):
        return [] if whole else [root_of(leaves)]
    if first == 0:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if first <= split:
        return consistency_proof(first, leaves[:split], whole) + [root_of(leaves[split:])]
    return consistency_proof(first - split, leaves[split:], False) + [root_of(leaves[:split])]


def number_path(number):
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.append(f"x{number % 1000:03}")
    return "/".join(reversed(groups))


def tile_path(kind, index, width):
    return f"tile/{kind}/{number_path(index)}" + ("" if width == 256 else f".p/{width}")


def head_in(note):
    """Origin, size and root of a checkpoint."""
    origin, size, root = note.split("\n\n")[0].split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


class Published:
    """All of a log, read through `read(path) -> bytes`, checked against its checkpoint."""

    def __init__(self, read):
        self.checkpoint = read("checkpoint").decode()
        self.origin, self.size, self.root = head_in(self.checkpoint)
        self.entries, self.leaves = [], []
        for index in range((self.size + 255) // 256):
            width = min(256, self.size - 256 * index)
            bundle, position = read(tile_path("entries", index, width)), 0
            hashes = read(tile_path("0", index, width))
            for n in range(width):
                length = struct.unpack_from(">H", bundle, position)[0]
                entry = bundle[position + 2: position + 2 + length]
                position += 2 + length
                leaf = sha(b"\0" + entry)
                assert leaf == hashes[32 * n: 32 * n + 32], f"leaf {256 * index + n} is not the hash of its entry"
                self.entries.append(entry)
                self.leaves.append(leaf)
        assert root_of(self.leaves) == self.root, "the entries do not give the root of the checkpoint"


def published_in(folder):
    return Published(lambda path: (pathlib.Path(folder) / path).read_bytes())


def add_checkpoint(log, old):
    """The body of POST add-checkpoint for a Published log."""
    proof = "".join(base64.b64encode(hash).decode() + "\n" for hash in consistency_proof(old, log.leaves))
    return f"old {old}\n{proof}\n{log.checkpoint}".encode()


def replace_folder(folder, other):
    """Serves what `other` holds from now on."""
    shutil.rmtree(folder)
    shutil.copytree(other, folder)
