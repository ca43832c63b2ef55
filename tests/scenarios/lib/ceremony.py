"""The steps of a draw as the people in the room take them, and the few formulas anyone needs to take part."""
import datetime
import hashlib
import secrets
import time

from .bureau import today
from .story import expect

EVENTS = {"ssq": "03,09,12,18,26,31+07", "dlt": "05,11,17,23,35+02,09"}
ISSUES = {"ssq": "135", "dlt": "134"}
PARTIES = [{"id": "bureau", "organisation": "临河区人力资源和社会保障局", "role": "operator"},
           {"id": "firm-rep", "organisation": "临河区餐饮行业协会", "role": "outside"},
           {"id": "jiwei", "organisation": "临河区纪委监委", "role": "supervisor"}]


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def commitment_of(draw, party, secret):
    return sha256(f"sunlot/commit/v1|{draw}|{party}|{secret}")


def moment_in(seconds):
    """So many seconds from now, and how the API writes it."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment, moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def wait_until(moment):
    time.sleep(max(0, (moment - datetime.datetime.now(datetime.timezone.utc)).total_seconds()) + 0.2)


KEEPERS = [{"organisation": "临河区司法局"}, {"organisation": "临河区档案馆"}]


class Device:
    """The phone of one party, which has a link and nothing else: no account, no cookie. Its number never leaves it before
    the frame is sealed. `steps` counts what its owner has to do by hand."""

    def __init__(self, server, link, secret=None, typed=None):
        self.browser = server.client()
        self.draw, self.party, self.token = link.split("#")[1].rsplit(".", 2)
        self.typed = typed
        self.secret = sha256("sunlot/typed/v1|" + typed) if typed else secret or secrets.token_hex(32)
        self.steps = 1  # opening the link

    def _do(self, step="", **said):
        self.steps += 1 if step else 0
        return self.browser.post("/api/public/join" + step, self.who | said)

    @property
    def who(self):
        return {"draw": self.draw, "party": self.party, "token": self.token}

    def look(self):
        return self._do()

    def commit(self, deposit=None):
        extra = {"deposit": deposit} if deposit else {}
        return self._do("/commit", commitment=commitment_of(self.draw, self.party, self.secret), **extra)

    def reveal(self):
        return self._do("/reveal", **({"typed": self.typed} if self.typed else {"value": self.secret}))

    def deliver(self):
        return self._do("/deliver", value=self.secret)


class Ceremony:
    """One draw from opening to closing. Each party's secret stays here until it is revealed."""

    def __init__(self, bureau, task, seconds_until_event, parties=PARTIES, events=("ssq", "dlt"), mode="open", **terms):
        self.clerk, self.leader = bureau.clerk, bureau.leader
        self.moment, not_before = moment_in(seconds_until_event)
        self.events = [{"kind": kind, "name": f"{today().year}{ISSUES[kind]}", "not_before": not_before} for kind in events]
        opened = self.clerk.post("/api/draws", {"task": task["id"], "parties": parties, "min_parties": 2, "mode": mode, "events": self.events, **terms})
        self.id, self.parties = opened["draw_id"], [party["id"] for party in parties]
        self.path = f"/api/draws/{self.id}"
        # Two parties bring random numbers, firm-rep throws dice.
        self.secrets = {party: secrets.token_hex(32) for party in self.parties}
        self.typed = {"firm-rep": "3 1 6 6 2 5 4 1 2 3 6 5"}
        for party, text in self.typed.items():
            self.secrets[party] = sha256("sunlot/typed/v1|" + text)

    def invite(self, server, party, **kept):
        """A one-time link for the party, opened on a device of its own."""
        return Device(server, self.clerk.post(self.path + "/invitations", {"party": party})["path"], **kept)

    def commitment(self, party):
        return commitment_of(self.id, party, self.secrets[party])

    def view(self):
        return self.clerk.get(self.path)

    def expect_state(self, state):
        found = self.view()["state"]
        expect(found == state, f"the draw should be {state}, it is {found}")

    def commit(self, *parties):
        for party in parties or self.parties:
            self.clerk.post(self.path + "/contributions", {"party": party, "commitment": self.commitment(party)})

    def seal(self):
        self.clerk.post(self.path + "/seal")

    def reveal(self, *parties):
        for party in parties or self.parties:
            said = {"typed": self.typed[party]} if party in self.typed else {"value": self.secrets[party]}
            self.clerk.post(self.path + "/reveals", {"party": party, **said})

    def wait_for_event(self):
        wait_until(self.moment)

    def record_events(self):
        for event in self.events:
            self.clerk.post(self.path + "/event", {"name": event["name"], "content": EVENTS[event["kind"]]})

    def fix_seed(self):
        self.clerk.post(self.path + "/seed")

    def draw_objects(self):
        self.clerk.post(self.path + "/result")

    def assign_officers(self):
        self.clerk.post(self.path + "/assignment")

    def close(self):
        self.clerk.post(self.path + "/close")

    def up_to_assignment(self):
        """All of it, for scenarios about what comes after."""
        self.commit()
        self.seal()
        self.reveal()
        self.wait_for_event()
        self.record_events()
        self.fix_seed()
        self.draw_objects()
        self.assign_officers()

    def result(self, **query):
        return list(self.clerk.rows(self.path + "/result", **query))
