"""How a scenario is told: a title, then steps, one printed line each, then the count.

    with Story("第一次抽取", "The first draw") as story:
        with story.step("启动一台全新的服务器", "Start a fresh server"):
            server = story.start_server()

A step that raises has failed; what comes after it cannot run, so the story ends there. Everything a story started
(servers, folders) is stopped and removed when it ends, however it ends.
"""
import contextlib
import pathlib
import shutil
import sys
import tempfile
import time

from .server import Server


class Failure(Exception):
    """What should have held did not; the text says what."""


def expect(holds, sentence):
    if not holds:
        raise Failure(sentence)


class Story:
    def __init__(self, title, english):
        self.title, self.english = title, english
        self.passed = self.failed = 0
        self._stack = contextlib.ExitStack()
        self._folder = None

    def __enter__(self):
        print(f"{self.title} · {self.english}", flush=True)
        return self

    @contextlib.contextmanager
    def step(self, sentence, english):
        started = time.monotonic()
        try:
            yield
        except BaseException as error:
            self.failed += 1
            print(f"  ✗ {sentence} · {english}\n    {type(error).__name__}: {error}", flush=True)
            raise
        self.passed += 1
        print(f"  ✓ {sentence} · {english} ({time.monotonic() - started:.1f} s)", flush=True)

    @property
    def folder(self):
        """A folder of this story's own, removed at its end."""
        if self._folder is None:
            self._folder = pathlib.Path(tempfile.mkdtemp(prefix="sunlot-scenario-"))
            self._stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def start_server(self, data=None, *options):
        server = Server(data or self.folder / "data", *options)
        self._stack.callback(server.stop)
        return server

    def __exit__(self, kind, error, traceback):
        self._stack.close()
        if kind is not None and self.failed == 0:
            self.failed = 1
            print(f"  ✗ {kind.__name__}: {error}", flush=True)
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        if kind is KeyboardInterrupt:
            return False
        sys.exit(1 if self.failed else 0)
