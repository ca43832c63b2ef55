"""A Sunlot server of one's own, and a client that behaves as a browser does: cookie and CSRF token."""
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = pathlib.Path(os.environ.get("SUNLOT_PROGRAM", ROOT / "build/release/sunlot"))
VERIFIER = pathlib.Path(os.environ.get("SUNLOT_VERIFIER", ROOT / "build/release/sunlot-verify"))

# How long we wait for what must happen. How fast it happens is for the benchmarks to say: the machine may be busy.
PATIENCE = 120


class Refused(Exception):
    """The server said no, and why."""

    def __init__(self, status, code, message):
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Starts `sunlot serve` on a free loopback port and waits until it answers. `stop` ends that very process."""

    def __init__(self, data, *options):
        self.data, self.port, self.lines = pathlib.Path(data), free_port(), []
        command = [PROGRAM, "serve", "--port", str(self.port), "--data", str(self.data), "--web", str(ROOT / "web/dist"), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        # Reading goes on in the background, or a talkative server would one day wait for us.
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()
        self._wait_until_it_answers()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def setup_code(self):
        """The one-time code on the console."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = re.search(r"setup code[:：]\s*(\S+)", "".join(self.lines))
            if found:
                return found[1]
            time.sleep(0.05)
        raise RuntimeError("the server printed no setup code:\n" + "".join(self.lines))

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n" + "".join(self.lines))
            try:
                Client(self).get("/api/status")
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"the server did not answer within {PATIENCE} seconds:\n" + "".join(self.lines))

    def client(self):
        return Client(self)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise RuntimeError(f"the server did not stop within {PATIENCE} seconds of SIGTERM") from None


class Client:
    """One person at one browser."""

    def __init__(self, server):
        self.server, self.cookie, self.csrf, self.account = server, None, None, None
        self.agent, self.bearer = "sunlot-scenario", None

    def get(self, path, **query):
        return self._json("GET", path, query)

    def post(self, path, body=None, **query):
        return self._json("POST", path, query, json.dumps(body or {}).encode(), "application/json")

    def put(self, path, body):
        return self._json("PUT", path, {}, json.dumps(body).encode(), "application/json")

    def send_file(self, path, file, **query):
        """The file as it is, however large: it is never in memory as a whole."""
        with open(file, "rb") as stream:
            return self._json("POST", path, query, stream, "application/octet-stream", os.path.getsize(file))

    def page(self, path):
        """Status and bytes, for pages and downloads."""
        status, _, body = self._request("GET", path)
        return status, body

    def rows(self, path, **query):
        """All rows of a list, page after page."""
        after = None
        while True:
            page = self.get(path, limit=500, **query, **({"after": after} if after else {}))
            yield from page["rows"]
            after = page["next"]
            if not after:
                return

    def log_in(self, login, password):
        answer = self.post("/api/login", {"login": login, "password": password})
        self.csrf, self.account = answer["csrf"], answer["account"]
        return self

    def refused(self, status, method, path, body=None):
        """Does what must be refused; returns the Refused, or fails when it was not."""
        try:
            answer = self.get(path) if method == "GET" else self.put(path, body) if method == "PUT" else self.post(path, body)
        except Refused as no:
            if no.status != status:
                raise
            return no
        raise AssertionError(f"{method} {path} was accepted, it should have been refused: {json.dumps(answer)[:200]}")

    def _json(self, method, path, query, body=None, kind=None, length=None):
        query = {key: value for key, value in query.items() if value is not None}
        if query:
            path += "?" + urllib.parse.urlencode(query)
        status, _, answer = self._request(method, path, body, kind, length)
        value = json.loads(answer) if answer else {}
        if status >= 400:
            error = value.get("error", {})
            raise Refused(status, error.get("code", "?"), error.get("message", answer[:200]))
        return value

    def _request(self, method, path, body=None, kind=None, length=None):
        headers = {"Host": f"127.0.0.1:{self.server.port}", "User-Agent": self.agent}
        if self.bearer:
            headers["Authorization"] = f"Bearer {self.bearer}"
        if kind:
            headers["Content-Type"] = kind
        if length is not None:
            headers["Content-Length"] = str(length)
        if self.cookie:
            headers["Cookie"] = self.cookie
        if self.csrf and method != "GET":
            headers["X-CSRF-Token"] = self.csrf
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=900)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                if cookie.startswith("__Host-sunlot="):
                    self.cookie = cookie.split(";")[0]
            return answer.status, answer.headers, content
        finally:
            connection.close()
