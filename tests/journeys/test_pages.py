"""Every screen of phone and office: usable by everybody, silent on the console, nothing blocked by the policy."""

import re
from typing import Any

import pytest

from devtools import places
from tests.journeys.phone import Phone
from tests.journeys.story import FIRST, Given, Then, When

AXE = places.NODE_MODULES / "axe-core" / "axe.min.js"
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
INJECT = """() => new Promise(done => {
  addEventListener('securitypolicyviolation', event => done(event.violatedDirective))
  const script = document.createElement('script')
  script.textContent = 'window.ran = 1'
  document.head.append(script)
})"""
GRAVE = {"serious", "critical"}
ROUTE = re.compile(r"path: '(/[^']*)'")
PLACEHOLDER = re.compile(r":(\w+)\??")
# Addresses that lead on at once, or that stand for any other.
FORWARDING = {"/", "/:anything(.*)*", "/:rest(.*)*"}


def _routes(*files: str) -> list[str]:
    found: list[str] = []
    for name in files:
        found += ROUTE.findall((places.PWA / "src" / name).read_text(encoding="utf-8"))
    return [route for route in dict.fromkeys(found) if route not in FORWARDING]


def _grave(page: Any) -> list[str]:
    """Serious violations on the screen as it is."""
    page.evaluate("async () => { await Promise.all(document.getAnimations().map(one => one.finished)) }")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"][:2]
    ]


def _told(barriers: dict[str, list[str]]) -> str:
    return "\n".join(f"{address}: {line}" for address, lines in barriers.items() for line in lines)


@pytest.mark.parametrize(
    ("login", "text"),
    [("grid-001-01", "normal"), ("grid-001-01", "large"), ("cadre-001", "normal")],
    ids=["a canvasser", "a canvasser with large text", "a cadre"],
)
def test_no_screen_of_the_phone_has_a_serious_barrier_or_complains(
    given: Given, when: When, then: Then, login: str, text: str
) -> None:
    anna = given.a_canvasser(login)
    people = {status: given.somebody(status) for status in ("due", "done", "not_eligible")}
    booked = given.record("appointment", FIRST)
    person = people["due"]
    anna.page.evaluate("text => localStorage.setItem('ruhu.text', text)", text)
    anna.page.reload()
    when.the_server_stops()
    anna.knocks(person["household"]).asks(person["resident"], "refuses")
    known = {"household": person["household"], "resident": person["resident"], "appointment": booked, "code": "x" * 43}
    barriers: dict[str, list[str]] = {}
    walker = next(key for key, row in anna.rows().items() if row["values"].get("grids") == [FIRST])
    addresses = [one for route in _routes("field/router.ts") for one in _addresses(route, known, people, booked)]
    for address in (*addresses, f"/todo?of={walker}"):
        anna.opens(address)
        if found := _grave(anna.page):
            barriers[address] = found
    assert not barriers, _told(barriers)
    then.nothing_was_complained_about()


def _addresses(route: str, known: dict[str, str], people: dict[str, dict[str, Any]], booked: str) -> list[str]:
    """Real addresses for a route: each placeholder filled with something that exists."""
    if route.startswith("/appointment/"):
        return [f"/appointment/{booked}"]
    kind = route.split("/")[1]
    some = [one[kind] for one in people.values()] if kind in ("household", "resident") and "/:id" in route else [""]
    filled = []
    for one in some:
        values = known | {"id": one, "dose": "", "record": ""}
        filled.append(PLACEHOLDER.sub(lambda match, values=values: values[match.group(1)], route).rstrip("/"))
    return filled


def test_no_page_of_the_office_has_a_serious_barrier_or_complains(given: Given, when: When, then: Then) -> None:
    office, desk, person = given.the_office(), given.a_desk(), given.somebody()
    page = desk.start()
    page.goto(f"{then.world.server.base}/office/")
    page.locator("input[type=password]").wait_for()
    barriers = {"/signin": found} if (found := _grave(page)) else {}
    when(desk).context.add_cookies(office.cookies())
    page.reload()
    imported = office.uploads("list.csv", "姓名,性别,门牌号\n赵六,男,9号\n".encode(), FIRST)["id"]
    session = given.record("session", "990101100000")
    for route in _routes("office/router.ts", "office/plan/routes.ts", "office/roster/routes.ts"):
        if route == "/signin":
            continue
        known = {"roster": imported, "households": person["household"], "sessions": session}
        shown = known.get(route.split("/")[1], person["resident"])
        values = {"id": shown, "grid": FIRST}
        address = PLACEHOLDER.sub(lambda match, values=values: values[match.group(1)], route)
        page.goto(f"{then.world.server.base}/office/#{address}")
        page.wait_for_load_state("networkidle")
        if found := _grave(page):
            barriers[address] = found
    assert not barriers, _told(barriers)
    complaints = [line for line in desk.complaints.lines if "401" not in line]
    assert complaints == []


def test_the_phone_follows_the_policy_that_forbids_foreign_and_inline_code(given: Given, then: Then) -> None:
    policy = given.wire().headers_of("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    anna: Phone = given.a_canvasser()
    blocked = anna.page.evaluate(INJECT)
    assert blocked.startswith("script-src") and anna.page.evaluate("window.ran") is None
