"""A witness of one's own: the program sunlot-witness, as its operator runs it."""
import http.client
import json
import re
import subprocess
import threading
import time

from .published import WITNESS


class Witness:
    """Runs the verbs on one folder, and the server when asked to."""

    def __init__(self, story, name="sfj.example/witness", *options):
        self.data, self.process = story.folder / name.split(".")[0], None
        made = self.verb("init", "--name", name, *options)
        self.vkey = re.search(r"^\S+\+[0-9a-f]{8}\+\S+$", made.stdout, re.M)[0]
        story._stack.callback(self.stop)

    def verb(self, *words, code=0):
        run = subprocess.run([WITNESS, "--data", self.data, *words], capture_output=True, text=True, timeout=120)
        if code is not None and run.returncode != code:
            raise AssertionError(f"sunlot-witness {' '.join(map(str, words))} ended with {run.returncode}, not {code}:\n{run.stdout}{run.stderr}")
        return run

    def start(self):
        self.lines = []
        self.process = subprocess.Popen([WITNESS, "--data", self.data, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        process, lines = self.process, self.lines
        threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True).start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", "".join(lines))
            if found:
                self.port = int(found[1])
                return self
            time.sleep(0.02)
        raise AssertionError("the witness did not start:\n" + "".join(lines))

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None):
        """Status, type and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Content-Type"), answer.read().decode()
        finally:
            connection.close()

    def add(self, body):
        return self.ask("POST", "/add-checkpoint", body)

    def status(self):
        return json.loads(self.ask("GET", "/status.json")[2])

    def log(self, origin):
        return next(log for log in self.status()["logs"] if log["origin"] == origin)

    def alarms(self, origin):
        return [alarm["what"] for alarm in self.log(origin)["alarms"]]

    def wait_until(self, holds, sentence):
        deadline = time.monotonic() + 60
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"not within a minute: {sentence}\n{json.dumps(self.status(), ensure_ascii=False)}")
            time.sleep(0.1)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
