"""What a phone has to load, measured from what a phone did load."""

import json
from urllib.parse import urlsplit

import brotli

from tests.journeys.story import FIRST, Given, Then, When
from tests.journeys.test_pages import _addresses, _routes

MOST = 180_000
LOADED = "performance.getEntriesByType('resource').map(one => one.name)"
CACHED = """async () => {
  const urls = []
  for (const name of (await caches.keys()).filter(one => one !== 'taken'))
    for (const request of await (await caches.open(name)).keys()) urls.push(request.url)
  return urls
}"""
TEXT = "async url => Array.from(new Uint8Array(await (await fetch(url)).arrayBuffer()))"


def test_all_that_the_phones_routes_load_with_the_server_stopped_is_within_180_kb(
    given: Given, when: When, then: Then
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    booked = given.record("appointment", FIRST)
    when.the_server_stops()
    anna.browser.close()
    anna.opens("/lane")
    loaded: set[str] = {f"{anna.server.base}/"}
    known = {"household": person["household"], "resident": person["resident"], "appointment": booked, "code": "x" * 43}
    for route in _routes("field/router.ts"):
        for address in _addresses(route, known, {"due": person}, booked):
            anna.opens(address)
            loaded |= set(anna.page.evaluate(LOADED))
    files = {url for url in loaded if not urlsplit(url).path.startswith("/api/")}
    kept = set(anna.page.evaluate(CACHED))

    assert files <= kept, "everything came from what the phone keeps"
    sizes = {urlsplit(url).path: _packed(bytes(anna.page.evaluate(TEXT, url))) for url in sorted(files | kept)}
    assert not [path for path in sizes if "office" in path or "echarts" in path]
    assert sum(sizes.values()) <= MOST, json.dumps(sizes, indent=1)


def _packed(data: bytes) -> int:
    """Bytes as sent: brotli, or as they are where that does not help (pictures)."""
    return min(len(brotli.compress(data)), len(data))
