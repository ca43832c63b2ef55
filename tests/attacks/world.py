"""What the attackers meet: one bureau on one server with one finished draw, stored bundles, and the verifier."""
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "scenarios"))
sys.path.insert(0, str(HERE.parent / "vectors"))
from lib.bundle import download  # noqa: E402
from lib.bureau import Bureau  # noqa: E402
from lib.ceremony import PARTIES, Ceremony  # noqa: E402
from lib.people import DIRECTORY_COLUMNS, firm, write_csv  # noqa: E402
from lib.server import ROOT, VERIFIER, Server  # noqa: E402
from lib.story import expect  # noqa: E402,F401

MEDIA = {"id": "media", "organisation": "临河区融媒体中心", "role": "outside"}
FIRMS = 160


def sha256(data):
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class Bundle:
    """A copy of a published bundle to lay hands on."""

    def __init__(self, folder):
        self.folder = folder

    def text(self, name):
        return (self.folder / name).read_bytes().decode()

    def lines(self, name):
        return self.text(name).splitlines()

    def json(self, name):
        return json.loads(self.text(name))

    def write(self, name, text):
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, name, old, new):
        text = self.text(name)
        expect(old in text, f"{name} has no {old!r}")
        self.write(name, text.replace(old, new, 1))

    def entries(self):
        return [self.json(f"log/{path.name}") for path in sorted((self.folder / "log").glob("*.json"), key=lambda p: int(p.stem))]

    def kinds(self):
        return [entry["kind"] for entry in self.entries()]

    def verify(self, *options, environment=None):
        run = subprocess.run([VERIFIER, self.folder, "--lang", "en", *options], capture_output=True, text=True, env=environment)
        return run.returncode, run.stdout + run.stderr

    def expect_refused(self, what, *options):
        code, words = self.verify(*options)
        expect(code == 1, f"{what}: the verifier ended with {code}\n{words}")
        return self.reason(words)

    @staticmethod
    def reason(words):
        """The line that says what does not hold."""
        lines = [line.strip() for line in words.splitlines() if line.strip()]
        return next((line for line in lines if line.startswith(("✗", "x ", "FAILED", "refused", "不通过"))), lines[-2] if len(lines) > 1 else lines[-1])

    def without_log(self):
        """What a forger has who can make every digest fit but cannot sign: the log is gone, seal.json is made anew."""
        shutil.rmtree(self.folder / "log")
        return self

    def reseal(self):
        """seal.json with the digests of the lists as they now are."""
        from check import merkle_root
        seal = self.json("seal.json")
        for name, file in seal["files"].items():
            data = (self.folder / name).read_bytes()
            file.update(lines=data.count(b"\n"), sha256=sha256(data))
        seal["frame_root"] = merkle_root((self.folder / "frame.tsv").read_bytes().split(b"\n")[:-1])
        self.write("seal.json", canonical(seal))
        return self


class World:
    def __init__(self, folder):
        self.folder, self.copies = folder, 0
        self.server = Server(folder / "data", "--empty")
        self.bureau = Bureau(self.server)
        self.clerk = self.leader = None

    def stop(self):
        self.server.stop()

    def set_up(self):
        self.bureau.set_up()
        self.bureau.hire_everyone()
        self.clerk, self.leader = self.bureau.clerk, self.bureau.leader
        self.bureau.confirm(self.look_at_firms("firms", [firm(number) for number in range(FIRMS)]))
        self.bureau.take_in_officers(self.folder)
        self.bureau.publish_items("L02", "L06")

    def look_at_firms(self, name, rows):
        """Uploads a file of firms; nothing is written yet."""
        return self.bureau.look_at("objects", write_csv(self.folder / (name + ".csv"), DIRECTORY_COLUMNS, rows))

    def open_draw(self, name, seconds, parties=PARTIES):
        return Ceremony(self.bureau, self.bureau.make_task(name), seconds, sorted(parties, key=lambda party: party["id"]))

    def bundle_of(self, draw):
        self.copies += 1
        return Bundle(download(self.server.client(), draw.id, self.folder / f"bundle{self.copies}"))

    def copy_of(self, bundle):
        self.copies += 1
        folder = self.folder / f"bundle{self.copies}"
        shutil.copytree(bundle.folder, folder)
        return Bundle(folder)

    def vector(self, name):
        self.copies += 1
        folder = self.folder / f"{name}{self.copies}"
        shutil.copytree(ROOT / "tests/vectors/data" / name, folder)
        return Bundle(folder)

    def hold_draw(self):
        """The draw most attacks are made upon. Media copies the supervisor's commitment; the firms' man stays away."""
        self.draw = self.open_draw("被攻击的抽取", 8, [*PARTIES, MEDIA])
        draw = self.draw
        draw.commit("bureau", "firm-rep", "jiwei")
        draw.secrets["media"] = draw.secrets["jiwei"]
        self.clerk.post(draw.path + "/contributions", {"party": "media", "commitment": draw.commitment("jiwei")})
        draw.seal()
        self.late_firm = firm(FIRMS + 1)
        self.bureau.confirm(self.look_at_firms("late", [self.late_firm]))
        draw.reveal("bureau", "jiwei")
        self.copied = self.clerk.refused(409, "POST", draw.path + "/reveals", {"party": "media", "value": draw.secrets["media"]})
        draw.wait_for_event()
        draw.record_events()
        draw.fix_seed()
        draw.draw_objects()
        draw.assign_officers()
        self.bundle = self.bundle_of(draw)
        code, words = self.bundle.verify()
        expect(code == 0, f"the draw to be attacked does not verify:\n{words}")
        self.key = self.bundle.text("log/policy.txt").split()[1]

    def prepare_forks(self):
        """Stops the server; its data will be copied. A backup of the database as it is now stays behind."""
        if hasattr(self, "backup"):
            return
        self.server.stop()
        database = next(path for path in self.server.data.iterdir() if path.suffix == ".db")
        self.backup = self.folder / database.name
        shutil.copy(database, self.backup)
