"""A canvasser's phone: what a thumb does on it, and what lies on its disk."""

from typing import Any

from playwright.sync_api import Locator

from tests.journeys.browsing import Browser
from tests.journeys.serving import Server
from tests.journeys.waiting import until

READ = """store => new Promise((done, failed) => {
  const asked = indexedDB.open('ruhu')
  asked.onerror = () => failed(asked.error)
  asked.onsuccess = () => {
    const database = asked.result
    const all = database.transaction(store).objectStore(store).getAll()
    all.onsuccess = () => { database.close(); done(all.result) }
    all.onerror = () => failed(all.error)
  }
})"""
DOOR = "[data-test=door]"


class Phone:
    """One person's phone; it starts enrolled and in step (see `story.Given`)."""

    def __init__(self, browser: Browser, server: Server, login: str) -> None:
        self.browser, self.server, self.login = browser, server, login
        self.taps = 0
        self.form = ""

    # ---- handling the phone itself

    @property
    def page(self) -> Any:
        """The tab that shows Ruhu."""
        return self.browser.page

    def enrols(self, link: str) -> "Phone":
        """Open the link, wait for the first sync, and until the app can start without a network."""
        self.begins_to_enrol(link).first(DOOR).wait_for(timeout=60_000)
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        until(lambda: not self.outbox(), "nothing is unsent")
        return self

    def begins_to_enrol(self, link: str) -> "Phone":
        """Open the link and take it; the first sync has begun."""
        if self.browser.context is None:
            self.browser.start()
        self.page.goto(link)
        return self.taps_on("[data-test=enrol]")

    def opens(self, place: str = "/lane") -> "Phone":
        """Start the browser if it is closed, and go to a screen."""
        if self.browser.context is None:
            self.browser.start()
            self.page.goto(f"{self.server.base}/#{place}")
        else:
            self._leaves_the_form()
            self.page.evaluate("place => { location.hash = place }", place)
        self.first("[data-test=title]").wait_for()
        return self

    def is_killed(self) -> "Phone":
        """SIGKILL to the browser."""
        self.form = ""
        self.browser.kill()
        return self

    def loses_the_network(self) -> "Phone":
        """No network for this phone, while the server goes on."""
        self.browser.offline = self.browser.cut = True
        self.browser.context.set_offline(True)
        return self

    def finds_the_network(self) -> "Phone":
        """The network is back."""
        self.browser.context.set_offline(False)
        self.browser.offline = self.browser.cut = False
        return self

    # ---- touching the screen

    def first(self, what: str) -> Locator:
        """The first element of a kind that is on the screen."""
        return self.page.locator(what).locator("visible=true").first

    def taps_on(self, what: str) -> "Phone":
        """One tap, counted."""
        self.first(what).tap()
        self.taps += 1
        return self

    def types(self, what: str, text: str) -> "Phone":
        """Type into a field."""
        self.first(what).fill(text)
        return self

    def saves(self) -> "Phone":
        """Tap the primary action and wait until the phone says that it is saved."""
        self.form = self.page.evaluate("location.hash")
        self.taps_on("[data-test=save]")
        self.first("[data-test=said] [data-test=undo]").wait_for()
        return self

    def _leaves_the_form(self) -> None:
        """After a save the phone goes back by itself; what comes next must not overtake it."""
        if self.form:
            self.page.wait_for_function("form => location.hash !== form", arg=self.form)
            self.form = ""

    # ---- a canvasser's work

    def finds(self, words: str) -> list[str]:
        """Ids of what the search shows for some words."""
        self.opens("/find").types("[data-test=search]", words)
        self.first("[data-test=hit]").wait_for()
        return [str(hit.get_attribute("data-id")) for hit in self.page.locator("[data-test=hit]").all()]

    def knocks(self, household: str, outcome: str = "spoke") -> "Phone":
        """Record a visit."""
        self.opens(f"/household/{household}/visit").taps_on(f"[data-test=outcome-{outcome}]")
        return self.saves()

    def asks(self, resident: str, willingness: str) -> "Phone":
        """Record what somebody said."""
        self.opens(f"/resident/{resident}/willingness").taps_on(f"[data-test=willingness-{willingness}]")
        return self.saves()

    def records_a_dose(self, resident: str) -> "Phone":
        """Record a dose that somebody tells of."""
        self.opens(f"/resident/{resident}/dose")
        self.first("[data-test=save]").wait_for()
        for choice in ("[data-test^=product-]", "[data-test=known-declared]"):
            if self.page.locator(choice).count():
                self.taps_on(choice)
        return self.saves()

    def writes(self, resident: str, **fields: str) -> "Phone":
        """Change fields of a resident in the form."""
        self.opens(f"/resident/{resident}/edit")
        self.first("[data-test=save]").wait_for()
        for name, text in fields.items():
            for unfolding in (f"[data-test={name}-change]", "[data-test=more-fields]"):
                hidden = not self.page.locator(f"[data-test={name}]").count()
                if hidden and self.page.locator(unfolding).count():
                    self.taps_on(unfolding)
            self.types(f"[data-test={name}]", text)
        return self.saves()

    def says_died(self, resident: str) -> "Phone":
        """Record that somebody has died."""
        self.opens(f"/resident/{resident}/life").taps_on("[data-test=life-died]")
        return self.saves()

    def syncs(self) -> "Phone":
        """Sync by hand and wait until the phone is in step and everything was answered."""
        before = self.meta().get("lastOk") or 0
        self.opens("/sync")

        def in_step() -> bool:
            return (self.meta().get("lastOk") or 0) > before and not self.unsent()

        self.first("[data-test=sync-now]").wait_for()
        until(lambda: self.page.locator("[data-test=sync-now]").is_enabled(), "the button can be tapped")
        self.taps_on("[data-test=sync-now]")
        until(in_step, f"the phone of {self.login} is in step")
        return self

    # ---- what lies on the disk

    def stored(self, store: str) -> list[dict[str, Any]]:
        """Everything in one store of the phone's database."""
        found: list[dict[str, Any]] = self.page.evaluate(READ, store)
        return found

    def outbox(self) -> list[dict[str, Any]]:
        """The outbox in order."""
        return self.stored("outbox")

    def unsent(self) -> list[str]:
        """Ids of edits without an answer."""
        return [one["id"] for one in self.outbox() if one["state"] != "answered"]

    def refused(self) -> list[dict[str, Any]]:
        """The list of refused edits."""
        return self.stored("refused")

    def rows(self) -> dict[str, dict[str, Any]]:
        """Confirmed records by id."""
        return {row["id"]: row for row in self.stored("rows")}

    def meta(self) -> dict[str, Any]:
        """Everything under `meta`."""
        return {one["key"]: one["value"] for one in self.stored("meta")}

    @property
    def writer(self) -> int:
        """This phone's number."""
        return int(self.meta()["device"]["writer"])

    def shows(self, text: str, at: str) -> "Phone":
        """Fail unless a screen shows a text."""
        self.opens(at)
        self.page.get_by_text(text).locator("visible=true").first.wait_for()
        return self
