"""A bureau and its people, and the things they do more than once: import a file, publish items, make a task."""
import datetime

from .people import OFFICER_COLUMNS, officer, write_csv
from .story import expect

BEIJING = datetime.timezone(datetime.timedelta(hours=8))
ORGAN = {"name": "巴彦淖尔市临河区人力资源和社会保障局", "short": "临人社", "code": "lhrs", "region": "150802"}
PASSWORD = "Linhe-2026-劳动监察"


def today():
    return datetime.datetime.now(BEIJING).date()


def task_for(name, strata=None):
    """A task as the API takes it: 5 % of grade A and unrated, half of B, all of C; two officers, the first a lead."""
    return {
        "name": name, "source": "plan", "source_reason": "年度抽查计划", "directed": False,
        "period": {"from": today().isoformat(), "to": (today() + datetime.timedelta(days=60)).isoformat()},
        "items": ["L02", "L06"],
        "pool": {"kinds": [], "statuses": ["存续"], "districts": [], "grades": [], "categories": [], "q": ""},
        "exclusions": {"annual_cap": 1, "window_months": 12},
        "strata": strata or [{"label": "A", "grades": ["A", "未评"], "quota": {"ratio": [5, 100]}},
                             {"label": "B", "grades": ["B"], "quota": {"ratio": [1, 2]}},
                             {"label": "C", "grades": ["C"], "quota": "all"}],
        "spread": False, "reserve": 2,
        "team": [{"name": "lead", "tags": ["lead"]}, {"name": "second", "tags": []}],
        "officer_pool": {"units": [], "cap": None},
    }


class Bureau:
    """The signed-in people of one bureau on one server."""

    def __init__(self, server):
        self.server = server

    def set_up(self):
        """Names the bureau and makes the first account with the code from the console."""
        self.admin = self.server.client()
        self.admin.post("/api/setup", {"code": self.server.setup_code, "organ": ORGAN, "login": "admin", "name": "系统管理员", "password": PASSWORD})
        self.admin.log_in("admin", PASSWORD)

    def hire(self, login, name, *roles):
        """A new account, activated by its owner with the code the administrator hands over."""
        made = self.admin.post("/api/accounts", {"login": login, "name": name, "roles": list(roles)})
        owner = self.server.client()
        owner.post("/api/activate", {"code": made["activation_code"], "password": PASSWORD})
        return owner.log_in(login, PASSWORD)

    def hire_everyone(self):
        self.clerk = self.hire("yewu", "业务员", "clerk")
        self.leader = self.hire("lingdao", "分管领导", "leader")
        self.supervisor = self.hire("jiwei", "监督员", "supervisor")

    def look_at(self, kind, file):
        """Uploads a file and returns its preview; nothing is written yet."""
        return self.clerk.send_file("/api/imports", file, kind=kind, filename=file.name)

    def confirm(self, preview):
        return self.clerk.post(f"/api/imports/{preview['id']}/confirm", {"skip_bad_rows": preview["counts"]["bad"] > 0})

    def take_in_officers(self, folder, count=12):
        file = write_csv(folder / "officers.csv", OFFICER_COLUMNS, [officer(n) for n in range(1, count + 1)])
        preview = self.look_at("officers", file)
        expect(preview["counts"]["good"] == count, f"officers refused: {preview['problems'][:3]}")
        self.confirm(preview)

    def publish_items(self, *codes, effective_on=None, title="", document=""):
        """Submits the draft of each item, has it reviewed by the leader and publishes all in one announcement."""
        drafts = {row["code"]: row["pending"] or row for row in self.clerk.get("/api/items")["rows"]}
        which = [{"code": code, "version": drafts[code]["version"]} for code in codes]
        self.clerk.post("/api/items/submit", {"versions": which})
        self.leader.post("/api/items/review", {"versions": which, "verdict": "approved", "opinion": ""})
        return self.clerk.post("/api/items/publish", {"versions": which, "effective_on": (effective_on or today()).isoformat(), "title": title, "document": document})["rows"]

    def make_task(self, name, strata=None):
        return self.clerk.post("/api/tasks", task_for(name, strata))["task"]

    def ready_to_draw(self, story, directory):
        """Everything before a draw, told as one step, for the scenarios that begin there."""
        with story.step("机构、账号、名录、事项已经备好", "Bureau, accounts, directories and items are ready"):
            self.set_up()
            self.hire_everyone()
            preview = self.look_at("objects", directory)
            self.confirm(preview)
            self.take_in_officers(story.folder)
            self.publish_items("L02", "L06")
